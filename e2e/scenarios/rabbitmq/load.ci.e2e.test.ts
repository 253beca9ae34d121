import { setTimeout as delay } from 'node:timers/promises';
import type { RabbitmqCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { awaitWrites } from '../../src/load.ts';
import { asOperator, haveRabbitmq } from '../../src/rabbitmq-api.ts';
import { type RabbitmqLoad, startRabbitmqLoad } from '../../src/rabbitmq-load.ts';
import { applyRabbitmq, awaitRabbitmq, awaitRabbitmqRest, rabbitmqPods, readRabbitmq } from '../../src/rabbitmq-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('rabbitmq-load');
const cart = { namespace, name: 'cart' };
const spec = { storage: { size: '1Gi' } };
/** Longer than an election and a reconnect: the gap of one fault must not be counted for the next. */
const calmMs = 3_000;

let load: RabbitmqLoad;

/** Does something under load, and says how long no message was confirmed. */
async function underLoad(name: string, act: () => Promise<unknown>): Promise<number> {
  await load.mark(name);
  await act();
  await delay(calmMs);
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cart, load, acknowledged + 50);
  return (await load.state()).marks.at(-1)?.gapMs ?? Number.POSITIVE_INFINITY;
}

async function uids(): Promise<readonly string[]> {
  return (await rabbitmqPods(bed, cart)).map(({ metadata }) => `${metadata.name} ${metadata.uid}`).sort();
}

test('a cluster is there', async () => {
  await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
  await awaitRabbitmqRest(bed, cart, 'its creation', 180_000);
});

test('clients publish with the binding', async () => {
  load = await startRabbitmqLoad(bed, { cluster: cart, name: 'messages', queues: 50 });
});

/** The pod whose node leads most queues. */
async function mostLeaders(): Promise<{ readonly name: string; readonly count: number }> {
  const text = await haveRabbitmq(bed, cart, { path: 'queues?disable_stats=true&columns=leader', as: await asOperator(bed, cart) });
  const queues = JSON.parse(text) as readonly { readonly leader?: string }[];
  const counts = Map.groupBy(queues, ({ leader = '' }) => /^rabbit@([^.]+)/.exec(leader)?.[1] ?? '');
  const [most] = [...counts].map(([name, all]) => ({ name, count: all.length })).toSorted((a, b) => b.count - a.count);
  if (most === undefined || most.name === '') throw new Error(`nobody leads: ${text}`);
  return most;
}

test('the node that leads most queues is killed: others lead them within seconds', async () => {
  const { name: killed, count } = await mostLeaders();
  figure('queues led by the node that is killed', `${count} of 50`);
  const gapMs = await underLoad('kill', async () => {
    await killContainer(bed, { namespace, name: killed }, 'rabbitmq');
    const isLost = ({ status }: RabbitmqCluster) => status.members?.find(({ name }) => name === killed)?.ready === false;
    await awaitRabbitmq(bed, cart, isLost, { what: 'the loss to be seen', timeoutMs: 30_000 });
    await awaitRabbitmqRest(bed, cart, 'the death of a node', 120_000);
  });
  figure('node killed: longest gap between confirms', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
});

test('nodes join and leave under load, and no other restarts for it', async () => {
  const before = await uids();
  const startMs = performance.now();
  const gapMs = await underLoad('scale', async () => {
    await applyRabbitmq(bed, cart, { ...spec, replicas: 5 });
    await awaitRabbitmqRest(bed, cart, 'growth to five', 300_000);
    figure('3 to 5 with members of 50 queues that move, until settled', formatSeconds(performance.now() - startMs), '300 s');
    await applyRabbitmq(bed, cart, { ...spec, replicas: 3 });
    await awaitRabbitmqRest(bed, cart, 'shrinking to three', 180_000);
  });
  figure('3 to 5 to 3: longest gap between confirms', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
  expect(await uids()).toEqual(before);
}, 600_000);

test('a restart of all nodes, as asked for', async () => {
  const gapMs = await underLoad('roll', async () => {
    await bed.kube.mergePatch(resources.rabbitmqClusters, cart, { metadata: { annotations: { 'dataservices.dev/restart': 'once' } } });
    const isHandled = ({ status }: RabbitmqCluster) => status.requests?.at(-1)?.state === 'Handled';
    await awaitRabbitmq(bed, cart, isHandled, { what: 'the restart to be done', timeoutMs: 240_000 });
    await awaitRabbitmqRest(bed, cart, 'the restart');
  });
  figure('roll: longest gap between confirms', formatSeconds(gapMs), '10 s');
  expect(gapMs).toBeLessThan(10_000);
});

test('no confirmed message is lost', async () => {
  const { lost, acknowledged, errors, repeated } = await load.finish();
  const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  figure('confirmed messages lost', `${lost} of ${acknowledged}, repeated ${repeated}, failed: ${failed.join(', ') || 'none'}`, '0');
  expect(lost).toBe(0);
  expect((await readRabbitmq(bed, cart)).status.clusterId).toMatch(/^[0-9a-f]{16}$/);
});
