import { setTimeout as delay } from 'node:timers/promises';
import { beforeAll, expect, test } from 'vitest';
import { formatSeconds } from '../../src/format-table.ts';
import { hangContainer } from '../../src/kill-container.ts';
import type { Fault } from '../../src/node-faults.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { awaitServices, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-hang');
const { bed, namespace, figure } = scenario;
const cluster = { namespace, name: 'cart' };
const hangMs = 15_000;
/** For as long as minReplicasMaxLagSeconds a master takes writes that no replica has, at the 200 a second of the client. */
const mostStaleWrites = 10 * 200 + 400;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function hangMaster(): Promise<Fault> {
  const startMs = performance.now();
  const { heal } = await hangContainer(bed, { namespace, name: (await masterPod(bed, cluster)).metadata.name }, 'redis');
  return {
    heal: async () => {
      await delay(Math.max(0, hangMs - (performance.now() - startMs)));
      await heal();
    },
  };
}

/** Nobody but Sentinel may decide that a silent master is lost: the operator might be the one that is cut off. */
test.runIf(bed.cluster.nodeFaults !== undefined)('a master hangs for 15 s, is replaced, and is fenced when it goes on', async () => {
  const outcome = await breakUnderLoad(scenario, 'master hung for 15 s', { cluster, name: 'hang', inject: hangMaster });
  // The label, its endpoints, the rules of every node, and a client that waits for a second for the one that hangs.
  figure('the Service after the sentinels', formatSeconds(outcome.service.gapMs - outcome.plain.gapMs), '3 s');
  expect((await readRedis(bed, cluster)).status.leader).not.toBe(outcome.masterBefore);
  await awaitServices(bed, cluster);
  // The pinned client writes to it as soon as it goes on: what it acknowledged before it was fenced is what is lost.
  figure('acknowledged by the old master after the hang', `${outcome.pinned.lost}`, `${mostStaleWrites}`);
  expect(outcome.pinned.lost).toBeLessThanOrEqual(mostStaleWrites);
});
