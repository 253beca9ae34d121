import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { killContainer } from '../../src/kill-container.ts';
import { scaleOperator } from '../../src/operator.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { awaitServices, masterPod } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { breakUnderLoad } from '../../src/under-load.ts';

const scenario = useScenario('redis-operator-away');
const { bed, namespace } = scenario;
const cluster = { namespace, name: 'cart' };
/** The Service and its clients follow only once an operator is back. */
const kinds = ['plain', 'wait', 'pinned'] as const;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

async function breakAlone(title: string, name: string, inject: () => Promise<void>): Promise<string> {
  await scaleOperator(bed, 0);
  try {
    const { masterBefore } = await breakUnderLoad(scenario, title, { cluster, name, kinds, inject, awaitsRest: false });
    return masterBefore;
  } finally {
    await scaleOperator(bed, 1);
  }
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('without any operator', () => {
  test('the master process is killed, and Sentinel is enough', async () => {
    await breakAlone('master process killed, no operator', 'process', async () => {
      await killContainer(bed, { namespace, name: (await masterPod(bed, cluster)).metadata.name }, 'redis');
    });
    await awaitRest(bed, cluster, 'the return of the operator');
    await awaitServices(bed, cluster);
  });

  test('the master pod is gone at once, another leads, and the operator that returns takes note of it', async () => {
    const before = await breakAlone('master pod gone at once, no operator', 'pod', async () => {
      const { metadata } = await masterPod(bed, cluster);
      await bed.kube.delete(resources.pods, { namespace, name: metadata.name }, { gracePeriodSeconds: 0 });
    });
    await awaitRest(bed, cluster, 'the return of the operator');
    await awaitServices(bed, cluster);
    expect((await readRedis(bed, cluster)).status.leader).not.toBe(before);
  });
});
