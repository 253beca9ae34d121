import { resources } from '@dataservices/kube';
import { type FaultOutcome, runFault } from '../../src/fault-run.ts';
import { awaitRedis, awaitRest, type RedisRef } from '../../src/redis-object.ts';
import type { TestBed } from '../../src/test-bed.ts';

export type RollFigure = { readonly durationMs: number } & Omit<FaultOutcome, 'masterBefore'>;

/** Every pod is made anew, sentinels first and the master last; nothing of it is to be noticed but the switch. */
export async function measureRoll(bed: TestBed, cluster: RedisRef, name: string): Promise<RollFigure> {
  let durationMs = 0;
  const inject = async () => {
    const startMs = performance.now();
    // By request and not by a changed template: asked for again after a failure, it is done again.
    await bed.kube.mergePatch(resources.redisClusters, cluster, { metadata: { annotations: { 'dataservices.dev/restart': name } } });
    await awaitRedis(
      bed,
      cluster,
      ({ status }) => status.requests?.some(({ state, token }) => token === name && state === 'Handled') ?? false,
      {
        what: 'the restart to be handled',
        timeoutMs: 240_000,
      },
    );
    await awaitRest(bed, cluster, name, 120_000);
    durationMs = Math.round(performance.now() - startMs);
  };
  const { masterBefore: _, ...seen } = await runFault(bed, { cluster, name, settleMs: 1000, inject });
  return { ...seen, durationMs };
}
