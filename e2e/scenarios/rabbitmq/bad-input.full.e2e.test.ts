import { beforeAll, test } from 'vitest';
import { type BadInputCase, type BadInputTarget, causes, expectTakenBack, unsatisfiable } from '../../src/bad-input-course.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods, readRabbitmq } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-bad-input');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const good = { replicas: 3, storage: { size: '1Gi' } };
/** A node restarts meanwhile, and may have led queues. */
const limitMs = 15_000;

const target: BadInputTarget = {
  apply: (spec) => applyRabbitmq(bed, cart, spec),
  read: () => readRabbitmq(bed, cart),
  pods: () => rabbitmqPods(bed, cart),
  awaitRest: (fault, timeoutMs) => awaitRabbitmqRest(bed, cart, fault, timeoutMs),
};

const cases: readonly Omit<BadInputCase, 'good'>[] = [
  { what: 'an image that there is none of', bad: { image: 'rabbitmq:no-such-tag' }, cause: causes.image },
  { what: 'a setting with which RabbitMQ does not start', bad: { config: { channel_max: 'many' } }, cause: causes.crashing },
  { what: 'an affinity that no node satisfies', bad: unsatisfiable.affinity, cause: causes.unscheduled },
  { what: 'more memory than any node has', bad: unsatisfiable.memory, cause: causes.unscheduled },
];

let load: RabbitmqLoad;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, good);
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages' });
}, 400_000);

test.for(cases)('$what: told, stops at the first pod, mended by taking it back', { timeout: 500_000 }, async ({ bad, ...course }) => {
  const act = () => expectTakenBack(scenario, target, { ...course, good, bad: { ...good, ...bad }, healedWithinMs: 180_000 });
  await rabbitmqGap(scenario, { cluster: cart, load, title: course.what, limitMs, act });
});

test('no confirmed message is lost', { timeout: 120_000 }, () => expectNoMessageLost(scenario, load));
