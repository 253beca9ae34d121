import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { killContainer } from '../../src/kill-container.ts';
import { haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-streams');
const { bed, namespace } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' } };
/** Streams are elected by a coordinator, which takes longer than a queue of its own. */
const limitMs = 20_000;

let load: RabbitmqLoad;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'log', queueType: 'stream', queues: 2 });
}, 400_000);

type Stream = { readonly leader?: string; readonly online?: readonly string[] };

async function stream(name: string): Promise<Stream> {
  return JSON.parse(await haveRabbitmq(bed, cart, { path: `queues/%2F/${name}` })) as Stream;
}

async function awaitMembers(pods: readonly number[]): Promise<void> {
  const nodes = pods.map((ordinal) => `rabbit@cart-rabbitmq-${ordinal}.cart-rabbitmq-nodes.${namespace}.svc.cluster.local`);
  const online = async (name: string) => [...((await stream(name)).online ?? [])].sort();
  const isThere = async () => (await Promise.all(['log-0', 'log-1'].map(online))).every((members) => String(members) === String(nodes));
  await waitUntil(isThere, {
    what: `members on ${pods.join(', ')} alone`,
    timeoutMs: 90_000,
    explain: async () => String(await online('log-0')),
  });
}

test('the node with the leader of a stream is killed', async () => {
  const pod = /^rabbit@([^.]+)/.exec((await stream('log-0')).leader ?? '')?.[1] ?? 'cart-rabbitmq-0';
  const act = async () => {
    await killContainer(bed, { namespace, name: pod }, 'rabbitmq');
    const isSeen = ({ status }: RabbitmqCluster) => status.members?.find(({ name }) => name === pod)?.ready === false;
    await awaitRabbitmq(bed, cart, isSeen, { what: 'the loss to be seen', timeoutMs: 30_000 });
    await awaitRabbitmqRest(bed, cart, 'the death of a node', 180_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'node with the leader of a stream killed', limitMs, act });
}, 300_000);

test('every node restarts', async () => {
  const act = async () => {
    await bed.kube.mergePatch(resources.rabbitmqClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    const isHandled = ({ status }: RabbitmqCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitRabbitmq(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 240_000 });
    await awaitRabbitmqRest(bed, cart, 'the restart');
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'roll, streams', limitMs, act });
  await awaitMembers([0, 1, 2]);
}, 400_000);

test('nodes join and leave, and take their members of streams along', async () => {
  const act = async () => {
    await applyRabbitmq(bed, cart, { ...spec, replicas: 4, clustering: { quorumQueueGroupSize: 4 } });
    await awaitRabbitmqRest(bed, cart, 'growth to four', 240_000);
    await awaitMembers([0, 1, 2, 3]);
    await applyRabbitmq(bed, cart, { ...spec, replicas: 3, clustering: { quorumQueueGroupSize: 4 } });
    await awaitRabbitmqRest(bed, cart, 'shrinking to three', 240_000);
    await awaitMembers([0, 1, 2]);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: '3 to 4 to 3, streams', limitMs, act });
}, 700_000);

test('no confirmed message is lost', async () => {
  await expectNoMessageLost(scenario, load);
  expect((await stream('log-0')).online).toHaveLength(3);
}, 120_000);
