import { resources } from '@dataservices/kube';
import { beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { livesOf } from '../../src/lives-of.ts';
import { asOperator, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmqRest, rabbitmqPods, readRabbitmq } from '../../src/rabbitmq-object.ts';
import { expectNoMessageLost, rabbitmqGap } from '../../src/rabbitmq-under-load.ts';
import { useScenario } from '../../src/scenario.ts';

const scenario = useScenario('rabbitmq-join');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' }, connections: { spreadAfterJoin: 'Enabled' } };
const idle = 40;
const queues = 20;

let load: RabbitmqLoad;

beforeAll(async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'its creation', 240_000);
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages', isByService: true, idle, queues });
  await waitUntil(async () => (await connections()).length > idle, { what: 'all connections', timeoutMs: 60_000, intervalMs: 1_000 });
}, 400_000);

type Connection = { readonly name: string; readonly node?: string };

async function connections(): Promise<readonly Connection[]> {
  const as = await asOperator(bed, cart);
  const all = JSON.parse(await haveRabbitmq(bed, cart, { path: 'connections?columns=name,node', as })) as readonly Connection[];
  return all.filter(({ node }) => node !== undefined);
}

test('a node that joins dies in the middle: it joins all the same, and old connections find it', async () => {
  const before = livesOf(await rabbitmqPods(bed, cart));
  const old = new Set((await connections()).map(({ name }) => name));
  const startMs = performance.now();
  const act = async () => {
    await applyRabbitmq(bed, cart, { ...spec, replicas: 4 });
    const isTold = async () => {
      const pod = await bed.kube.get(resources.pods, { namespace, name: 'cart-rabbitmq-3' });
      return pod?.metadata.annotations?.['dataservices.dev/order']?.startsWith('join ') === true;
    };
    await waitUntil(isTold, { what: 'the order to join', timeoutMs: 120_000, intervalMs: 50 });
    await killContainer(bed, { namespace, name: 'cart-rabbitmq-3' }, 'rabbitmq');
    figure('3 to 4, until it was told to join and died', formatSeconds(performance.now() - startMs));
    await awaitRabbitmqRest(bed, cart, 'the death of a node that joins', 300_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: 'joining node dies', limitMs: 10_000, act });
  figure('3 to 4 with the joining node dying, until settled and spread', formatSeconds(performance.now() - startMs), '300 s');
  const [last] = (await rabbitmqPods(bed, cart)).filter(({ metadata }) => metadata.name === 'cart-rabbitmq-3');
  expect(last?.status?.containerStatuses?.[0]?.restartCount).toBeGreaterThan(0);
  expect(livesOf(await rabbitmqPods(bed, cart)).slice(0, 3)).toEqual(before);
  const nodes = JSON.parse(
    await haveRabbitmq(bed, cart, { path: 'nodes?columns=name', as: await asOperator(bed, cart) }),
  ) as readonly object[];
  expect(nodes).toHaveLength(4);
  // Those that were closed last are in the statistics for some seconds more.
  const now = await waitUntil(async () => ((all) => all.length <= old.size && all)(await connections()), {
    what: 'closed connections to be forgotten',
    timeoutMs: 30_000,
    intervalMs: 1_000,
  });
  const kept = now.filter(({ name }) => old.has(name)).length;
  const found = now.filter(({ node }) => node?.includes('cart-rabbitmq-3') === true).length;
  figure('connections on the node that joined', `${found} of ${now.length}, ${old.size - kept} closed`, 'at most three quarters closed');
  expect(kept).toBeGreaterThanOrEqual(Math.floor(old.size / 4));
  expect(found).toBeGreaterThan(0);
}, 500_000);

type Placed = { readonly type: string; readonly leader?: string; readonly members: readonly string[] };

/** How many members and leaders of quorum queues each node has. */
async function shares(): Promise<readonly { readonly pod: string; readonly members: number; readonly leaders: number }[]> {
  const path = 'queues?disable_stats=true&columns=type,leader,members';
  const placed = JSON.parse(await haveRabbitmq(bed, cart, { path, as: await asOperator(bed, cart) })) as readonly Placed[];
  const quorum = placed.filter(({ type }) => type === 'quorum');
  const all = quorum.flatMap(({ members }) => members);
  return (await rabbitmqPods(bed, cart)).map(({ metadata: { name } }) => {
    const isThere = (node: string) => node.startsWith(`rabbit@${name}.`);
    const leaders = quorum.filter(({ leader = '' }) => isThere(leader)).length;
    return { pod: name, members: all.filter(isThere).length, leaders };
  });
}

test('queues that were there before get members on nodes that join, and are led there as well', async () => {
  const startMs = performance.now();
  const act = async () => {
    await applyRabbitmq(bed, cart, { ...spec, replicas: 5 });
    await awaitRabbitmqRest(bed, cart, 'growth to five', 300_000);
  };
  await rabbitmqGap(scenario, { cluster: cart, load, title: '4 to 5 with members that move', limitMs: 10_000, act });
  figure('4 to 5 with members that move, until settled and spread', formatSeconds(performance.now() - startMs), '300 s');
  // RabbitMQ goes on spreading leaders when it has said yes to it.
  const areLed = async () => ((all) => all.slice(3).every(({ leaders }) => leaders > 0) && all)(await shares());
  const found = await waitUntil(areLed, { what: 'leaders on both that joined', timeoutMs: 60_000, intervalMs: 1_000 });
  figure('members of queues by node', found.map(({ members }) => members).join(', '), 'within one of each other');
  figure('leaders of queues by node', found.map(({ leaders }) => leaders).join(', '), 'one at least on both that joined');
  const members = found.map((share) => share.members);
  expect(members.reduce((sum, count) => sum + count)).toBe(3 * queues);
  expect(Math.max(...members) - Math.min(...members)).toBeLessThanOrEqual(1);
  expect((await readRabbitmq(bed, cart)).status).toMatchObject({ formation: { membersOver: 5 } });
}, 400_000);

test('no confirmed message is lost', async () => {
  await expectNoMessageLost(scenario, load);
}, 120_000);
