import { resources } from '@dataservices/kube';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { killContainer } from '../../src/kill-container.ts';
import { loseSentinels } from '../../src/lose-sentinels.ts';
import { cutPower, type Fault } from '../../src/node-faults.ts';
import { moveOperatorOff } from '../../src/operator.ts';
import { applyRedis, awaitRedis, awaitRest, conditionOf } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad, changeUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-sentinel-majority');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };
const storage = { size: '1Gi' };

async function nodeNames(): Promise<readonly string[]> {
  return (await bed.cluster.status()).nodes.map(({ name }) => name);
}

/** What happens to a master whose sentinels have gone before it. */
async function afterTheirs(inject: (master: string) => Promise<unknown>): Promise<Fault> {
  const fault = await loseSentinels(bed, cluster);
  const before = (await masterPod(bed, cluster)).metadata.name;
  await awaitRedis(bed, cluster, (found) => conditionOf(found, 'MembersReady')?.status === 'False', {
    what: 'the loss to be told',
    timeoutMs: 10_000,
  });
  await inject(before);
  await waitUntil(async () => (await masterPod(bed, cluster).catch(() => undefined))?.metadata.name !== before, {
    what: `another than ${before} to lead`,
    timeoutMs: 30_000,
    intervalMs: 200,
  });
  return fault;
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('most sentinels are lost, and there is no room for others', () => {
  beforeAll(async () => {
    await applyRedis(bed, cluster);
    await awaitRest(bed, cluster, 'its creation', 120_000);
  }, 150_000);

  // Also after a failure: whoever comes next has to find room.
  afterEach(async () => void (await bed.cluster.kubectl(['uncordon', ...(await nodeNames())])));

  test("then the master's process dies: writes come back without them, and all is well when they are back", async () => {
    const outcome = await breakUnderLoad(scenario, 'sentinel majority gone, master process dies', {
      cluster,
      name: 'gone-then-killed',
      inject: () => afterTheirs((name) => killContainer(bed, { namespace, name }, 'redis')),
    });
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(outcome.masterBefore);
  });

  test('then the master is drained: it hands over by the one that is left, and no client loses a write', async () => {
    const outcome = await changeUnderLoad(scenario, 'sentinel majority gone, master drained', {
      cluster,
      name: 'gone-then-drained',
      inject: () => afterTheirs((name) => bed.kube.delete(resources.pods, { namespace, name })),
    });
    expect((await masterPod(bed, cluster)).metadata.name).not.toBe(outcome.masterBefore);
  });
});

/** One after another: a machine on which two nodes start at once has no time for the API server. */
async function healAll(faults: readonly Fault[]): Promise<void> {
  for (const { heal } of faults) await heal();
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('the nodes of most sentinels lose power', () => {
  const pinned = { namespace, name: 'pinned' };
  let dark: readonly string[] = [];

  beforeAll(async () => {
    const [home, ...others] = await nodeNames();
    dark = others;
    const term = { matchExpressions: [{ key: 'kubernetes.io/hostname', operator: 'In', values: [home] }] };
    const affinity = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [term] } } };
    await applyRedis(bed, pinned, { storage, pod: { affinity } });
    await awaitRest(bed, pinned, 'its creation', 120_000);
    for (const node of dark) {
      await bed.cluster.kubectl(['cordon', ...dark]);
      await moveOperatorOff(bed, node);
    }
    await bed.cluster.kubectl(['cordon', ...dark]);
    return async () => void (await bed.cluster.kubectl(['uncordon', ...dark]));
  }, 250_000);

  test("then the master's process dies: writes come back, and sentinels that return with what they knew bring no old master with them", async () => {
    const outcome = await breakUnderLoad(scenario, 'sentinel majority without power, master process dies, they return', {
      cluster: pinned,
      name: 'dark-then-killed',
      avoidNode: dark[0],
      inject: async () => {
        const cuts: Fault[] = [];
        for (const node of dark) cuts.push(await cutPower(bed, node));
        await waitUntil(async () => (await bed.cluster.status()).nodes.every(({ name, isReady }) => isReady !== dark.includes(name)), {
          what: `${dark.join(' and ')} to be NotReady`,
          timeoutMs: 60_000,
        });
        await killContainer(bed, { namespace, name: (await masterPod(bed, pinned)).metadata.name }, 'redis');
        return { heal: () => healAll(cuts) };
      },
    });
    expect((await masterPod(bed, pinned)).metadata.name).not.toBe(outcome.masterBefore);
  });
});
