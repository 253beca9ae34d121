import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, describe, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { partitionFrom } from '../../src/node-faults.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-leader-partition');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
const storage = { size: '1Gi' };

let load: ZookeeperLoad;

beforeAll(async () => {
  await applyZookeeper(bed, cart, { storage });
  await awaitZookeeperRest(bed, cart, 'its creation', 120_000);
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'partition' });
}, 200_000);

/** Clients, the operator and the API server still reach everybody. */
async function cutLeaderOff(title: string): Promise<void> {
  const { leader = '', members = [] } = (await readZookeeper(bed, cart)).status;
  const place = (name: string) => `${namespace}/${name}`;
  const others = members.filter(({ name }) => name !== leader).map(({ name }) => place(name));
  const startMs = performance.now();
  const { heal } = await partitionFrom(bed, [place(leader)], others);
  try {
    await awaitZookeeper(bed, cart, ({ status }) => status.leader !== leader, { what: 'another leader', timeoutMs: 60_000 });
    figure(`${title}: next leader in the status`, formatSeconds(performance.now() - startMs));
    // Long enough for the old one to do harm, if it could.
    await delay(5_000);
  } finally {
    await heal();
  }
  await awaitZookeeperRest(bed, cart, 'the cut of its leader', 120_000);
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('a leader is cut off from its peers, but not from its clients', () => {
  test('with the times that are given by default', { timeout: 300_000 }, async () => {
    await gapOf(scenario, { cluster: cart, load, title: 'leader cut off', limitMs: 15_000, act: () => cutLeaderOff('leader cut off') });
  });

  test('with shorter ones', { timeout: 400_000 }, async () => {
    await applyZookeeper(bed, cart, { storage, quorum: { tickTimeMilliseconds: 1000, syncLimitTicks: 4 } });
    await awaitZookeeperRest(bed, cart, 'the change of its times', 240_000);
    const title = 'leader cut off, ticks of 1 s and 4 of them';
    await gapOf(scenario, { cluster: cart, load, title, limitMs: 9_000, act: () => cutLeaderOff(title) });
  });

  test('nothing is lost, and the old leader has written nothing', { timeout: 120_000 }, async () => {
    await expectNothingLost(scenario, load, true);
  });
});
