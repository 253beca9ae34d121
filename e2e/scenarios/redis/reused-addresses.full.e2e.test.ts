import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { expectWhole, readOperatorHealth } from '../../src/end-state.ts';
import { startLoads } from '../../src/loads.ts';
import { createNamespace, deleteNamespace } from '../../src/namespace.ts';
import { cutPower } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { applyRedis, awaitRest, type RedisRef, readRedis } from '../../src/redis-object.ts';
import { dataPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { readTables } from '../../src/sentinel-tables.ts';

const { bed, namespace, figure } = useScenario('redis-reused-addresses');
/** The same name in two namespaces: neither names nor addresses tell them apart, only who they say to be. */
const clusters = [
  { namespace, name: 'cart' },
  { namespace: `${namespace}-other`, name: 'cart' },
] as const;
const mostRounds = 6;

beforeAll(async () => {
  await createNamespace(bed, clusters[1].namespace);
  await Promise.all(clusters.map((cluster) => applyRedis(bed, cluster)));
  await Promise.all(clusters.map((cluster) => awaitRest(bed, cluster, 'its creation', 180_000)));
}, 200_000);

afterAll(() => deleteNamespace(bed, clusters[1].namespace));

/** Which cluster the Redis at each address belongs to, by its namespace. */
async function owners(): Promise<ReadonlyMap<string, string>> {
  const pods = (await Promise.all(clusters.map((cluster) => dataPods(bed, cluster)))).flat();
  return new Map(pods.flatMap(({ metadata, status }) => (status?.podIP === undefined ? [] : [[status.podIP, metadata.namespace ?? '']])));
}

function exchanged(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): number {
  return [...after].filter(([ip, owner]) => before.has(ip) && before.get(ip) !== owner).length;
}

/** A node that comes back gives out its addresses from the first again, in the order in which its pods happen to start. */
async function restart(node: string): Promise<void> {
  await moveOperatorOff(bed, node);
  const { heal } = await cutPower(bed, node);
  await heal();
}

async function nodesWithBoth(): Promise<readonly string[]> {
  const [ours = [], others = []] = await Promise.all(
    clusters.map(async (cluster) => (await dataPods(bed, cluster)).map(({ spec }) => spec.nodeName ?? '')),
  );
  return ours.filter((node) => others.includes(node));
}

async function down(cluster: RedisRef): Promise<readonly string[]> {
  const tables = await readTables(bed, cluster);
  return [...tables].flatMap(([pod, rows]) =>
    rows.filter(({ flags }) => /down|disconnected/.test(flags)).map(({ host, flags }) => `${pod}: ${host} ${flags}`),
  );
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('Redis servers of two clusters get the addresses of one another', () => {
  test('neither takes the other for its own, and every sentinel finds everybody again', { timeout: 600_000 }, async () => {
    const health = await readOperatorHealth(bed);
    const ids = new Map(
      await Promise.all(clusters.map(async (cluster) => [cluster.namespace, (await readRedis(bed, cluster)).status.clusterId] as const)),
    );
    const [node = ''] = await nodesWithBoth();
    const input = { name: 'all-along', kinds: ['wait'], avoidNode: node } as const;
    const loads = await Promise.all(clusters.map((cluster) => startLoads(bed, { ...input, cluster })));
    let swaps = 0;
    let rounds = 0;
    for (; swaps === 0 && rounds < mostRounds; rounds += 1) {
      const before = await owners();
      await restart(node);
      for (const cluster of clusters) await awaitRest(bed, cluster, `the restart of ${node}`, 120_000);
      swaps = exchanged(before, await owners());
    }
    figure('servers at an address of the other cluster', `${swaps} after ${rounds} restarts of ${node}`, '1 at least');
    expect(swaps).toBeGreaterThan(0);
    const startMs = performance.now();
    for (const cluster of clusters) {
      await waitUntil(async () => (await down(cluster)).length === 0, {
        what: `every sentinel of ${cluster.namespace} to reach everybody`,
        timeoutMs: 120_000,
        explain: async () => (await down(cluster)).join('\n'),
      });
    }
    figure('until every sentinel reaches everybody again', `${Math.round((performance.now() - startMs) / 1000)} s`, '120 s');
    for (const load of loads) {
      const { wait } = await load.finish();
      expect({ lost: wait.lost, verifyError: wait.verifyError }).toEqual({ lost: 0, verifyError: undefined });
      await load.remove();
    }
    for (const cluster of clusters) await expectWhole(bed, cluster, { clusterId: ids.get(cluster.namespace), ...health });
  });
});
