import { resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { formatSeconds } from '../../src/format-table.ts';
import { killContainer } from '../../src/kill-container.ts';
import { awaitWrites } from '../../src/load.ts';
import { useScenario } from '../../src/scenario.ts';
import { startZookeeperLoad, type ZookeeperLoad } from '../../src/zookeeper-load.ts';
import { applyZookeeper, awaitZookeeper, awaitZookeeperRest, readZookeeper, zookeeperPods } from '../../src/zookeeper-object.ts';
import { expectNothingLost, gapOf } from '../../src/zookeeper-promises.ts';

const scenario = useScenario('zookeeper-quorum-loss');
const { bed, namespace, figure } = scenario;
const cart = { namespace, name: 'cart' };
/** From the moment at which most of those who vote run again. */
const promisedReturnMs = 15_000;

let load: ZookeeperLoad;
let clusterId: string | undefined;

test('clients write to an ensemble of three', async () => {
  await applyZookeeper(bed, cart, { storage: { size: '1Gi' } });
  clusterId = (await awaitZookeeperRest(bed, cart, 'its creation', 120_000)).status.clusterId;
  load = await startZookeeperLoad(bed, { cluster: cart, name: 'quorum' });
});

/** The leader is among them, so that whoever is left has to elect again. */
async function namesWithLeader(count: number): Promise<readonly string[]> {
  const { status } = await readZookeeper(bed, cart);
  const names = (status.members ?? []).map(({ name }) => name);
  return [status.leader ?? '', ...names.filter((name) => name !== status.leader)].slice(0, count);
}

async function uidsOf(names: readonly string[]): Promise<readonly string[]> {
  const pods = await zookeeperPods(bed, cart);
  return pods.filter(({ metadata }) => names.includes(metadata.name)).map(({ metadata }) => metadata.uid);
}

/** Their containers run, in pods that are not those of before. */
async function awaitNewPods(names: readonly string[], before: readonly string[]): Promise<void> {
  const isBack = async () => {
    const pods = (await zookeeperPods(bed, cart)).filter(({ metadata }) => names.includes(metadata.name));
    const runs = pods.filter(({ metadata, status }) => !before.includes(metadata.uid) && status?.phase === 'Running');
    return runs.length === names.length;
  };
  await waitUntil(isBack, { what: `${names.join(', ')} to run again`, timeoutMs: 120_000, intervalMs: 50 });
}

async function loseAtOnce(names: readonly string[]): Promise<void> {
  const before = await uidsOf(names);
  await Promise.all(names.map((name) => bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 })));
  await awaitNewPods(names, before);
  const startMs = performance.now();
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cart, load, acknowledged + 1);
  const elapsedMs = performance.now() - startMs;
  figure(`${names.length} of 3 lost: writes after their pods run`, formatSeconds(elapsedMs), formatSeconds(promisedReturnMs, 0));
  expect(elapsedMs).toBeLessThanOrEqual(promisedReturnMs);
  await awaitZookeeperRest(bed, cart, `the loss of ${names.join(', ')}`);
}

describe('the ensemble comes back by itself, with all that it has acknowledged', () => {
  test('two of three are lost at once', async () => {
    const names = await namesWithLeader(2);
    await gapOf(scenario, { cluster: cart, load, title: 'two of three lost', act: () => loseAtOnce(names) });
  });

  test('all are lost at once', async () => {
    const names = await namesWithLeader(3);
    await gapOf(scenario, { cluster: cart, load, title: 'all lost', act: () => loseAtOnce(names) });
  });

  test.runIf(bed.cluster.nodeFaults !== undefined)('the processes of all are killed at once', async () => {
    const kill = async () => {
      const names = await namesWithLeader(3);
      await Promise.all(names.map((name) => killContainer(bed, { namespace, name }, 'zookeeper')));
      const isSeen = ({ status }: Awaited<ReturnType<typeof readZookeeper>>) =>
        status.conditions?.some(({ type, status: value }) => type === 'Available' && value === 'False') === true;
      await awaitZookeeper(bed, cart, isSeen, { what: 'the loss to be told', timeoutMs: 30_000 });
      await awaitZookeeperRest(bed, cart, 'the death of all processes', 120_000);
    };
    await gapOf(scenario, { cluster: cart, load, title: 'processes of all killed', act: kill });
  });

  test('it is the same ensemble, and nothing is lost', async () => {
    const { status } = await readZookeeper(bed, cart);
    expect(status).toMatchObject({ clusterId, ensemble: { origin: 'Founded', formed: true } });
    await expectNothingLost(scenario, load, true);
  });
});
