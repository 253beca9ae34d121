import { beforeAll, test } from 'vitest';
import { type BadInputCase, type BadInputTarget, causes, expectTakenBack, unsatisfiable } from '../../src/bad-input-course.ts';
import { type KafkaLoad, startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, kafkaPods, readKafka } from '../../src/kafka-object.ts';
import { expectNoneLost, underKafkaLoad } from '../../src/kafka-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('kafka-bad-input');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const good = { storage: { size: '1Gi' }, controllers: { storage: { size: '1Gi' } } };
/** A broker restarts meanwhile. */
const limitMs = 15_000;

const target: BadInputTarget = {
  apply: (spec) => applyKafka(bed, cart, spec),
  read: () => readKafka(bed, cart),
  pods: () => kafkaPods(bed, cart),
  awaitRest: (fault, timeoutMs) => awaitKafkaRest(bed, cart, fault, timeoutMs),
};

const cases: readonly Omit<BadInputCase, 'good'>[] = [
  { what: 'an image that there is none of', bad: { image: 'kafka:no-such-tag' }, cause: causes.image },
  { what: 'a setting with which Kafka does not start', bad: { config: { 'socket.send.buffer.bytes': 'many' } }, cause: causes.crashing },
  { what: 'a setting that running brokers refuse', bad: { config: { 'log.retention.ms': 'many' } }, cause: /log\.retention\.ms/, pods: 0 },
  { what: 'an affinity that no node satisfies', bad: unsatisfiable.affinity, cause: causes.unscheduled },
  { what: 'more memory than any node has', bad: unsatisfiable.memory, cause: causes.unscheduled },
];

let load: KafkaLoad;

beforeAll(async () => {
  await applyKafka(bed, cart, good);
  await awaitKafkaRest(bed, cart, 'its creation', 240_000);
  load = await startKafkaLoad(bed, { cluster: cart, name: 'records' });
}, 400_000);

test.for(cases)('$what: told, stops at the first pod, mended by taking it back', { timeout: 500_000 }, async ({ bad, ...course }) => {
  const act = () => expectTakenBack(scenario, target, { ...course, good, bad: { ...good, ...bad }, healedWithinMs: 240_000 });
  await underKafkaLoad(scenario, { cluster: cart, load, title: course.what, limitMs, act });
});

test('no acknowledged record is lost', { timeout: 120_000 }, () => expectNoneLost(scenario, load));
