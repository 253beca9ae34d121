import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { livesOf } from '../../src/lives-of.ts';
import { asOperator, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-guards');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' } };

let load: RabbitmqLoad;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages' });
}, 400_000);

function availableFor(reason: string) {
  return ({ status }: RabbitmqCluster) =>
    status.conditions?.some((condition) => condition.type === 'Available' && condition.status === 'True' && condition.reason === reason) ===
    true;
}

function says(text: string) {
  return ({ status }: RabbitmqCluster) => status.operation?.message.includes(text) === true;
}

/** Of how much memory the second node may use before it blocks publishers. */
async function limitMemory(limit: string): Promise<void> {
  const script = `. /etc/dataservices/config/environment.sh && rabbitmqctl set_vm_memory_high_watermark ${limit}`;
  await bed.cluster.kubectl(['exec', '--namespace', namespace, 'cart-rabbitmq-1', '--', 'bash', '-c', script]);
}

test('a node lacks memory: publishers are blocked, that is said, and no node leaves meanwhile', async () => {
  const before = livesOf(await rabbitmqPods(bed, cart));
  const act = async () => {
    await limitMemory('absolute 1MB');
    const blocked = await awaitRabbitmq(bed, cart, availableFor('PublishersBlocked'), { what: 'the alarm to be said', timeoutMs: 60_000 });
    expect(blocked.status.conditions?.find(({ type }) => type === 'Available')?.message).toContain('cart-rabbitmq-1 lacks memory');
    await applyRabbitmq(bed, cart, { ...spec, replicas: 2 });
    await awaitRabbitmq(bed, cart, says('cart-rabbitmq-1 lacks memory'), { what: 'the leave to wait', timeoutMs: 60_000 });
    await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
    await limitMemory('0.6');
    await awaitRabbitmq(bed, cart, availableFor('QuorumServes'), { what: 'the end of the alarm', timeoutMs: 60_000 });
    await awaitRabbitmqRest(bed, cart, 'the alarm');
  };
  const gapMs = await rabbitmqGap(scenario, { cluster: cart, load, title: 'memory alarm', act });
  expect(gapMs).toBeGreaterThan(1_000);
  expect(livesOf(await rabbitmqPods(bed, cart))).toEqual(before);
}, 300_000);

test('a node that a queue needs does not restart, the object names the queue, and goes on when it has another member', async () => {
  const as = await asOperator(bed, cart);
  const args = { 'x-queue-type': 'quorum', 'x-quorum-initial-group-size': 2 };
  await haveRabbitmq(bed, cart, { method: 'PUT', path: 'queues/%2F/pair', body: { durable: true, arguments: args } });
  const act = async () => {
    await bed.kube.mergePatch(resources.rabbitmqClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    await awaitRabbitmq(bed, cart, says("no majority for queue 'pair' in vhost '/'"), {
      what: 'the queue to be named',
      timeoutMs: 240_000,
    });
    const startMs = performance.now();
    const body = { pattern: '^pair$', definition: { 'target-group-size': 3 }, 'apply-to': 'quorum_queues' };
    await haveRabbitmq(bed, cart, { method: 'PUT', path: 'policies/%2F/pair', body, as });
    const isHandled = ({ status }: RabbitmqCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitRabbitmq(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 240_000 });
    await awaitRabbitmqRest(bed, cart, 'the restart');
    figure('another member asked for, until all have restarted', formatSeconds(performance.now() - startMs), '240 s');
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'restart that waits for a queue', limitMs: 10_000, act });
  const { members } = JSON.parse(await haveRabbitmq(bed, cart, { path: 'queues/%2F/pair' })) as { readonly members: readonly string[] };
  expect(members).toHaveLength(3);
}, 700_000);

test('no confirmed message is lost', async () => {
  await expectNoMessageLost(scenario, load);
}, 120_000);
