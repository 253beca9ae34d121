import { resources } from '@dataservices/kube';
import { beforeAll, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/index.ts';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { killContainer } from '../../src/kill-container.ts';
import { operator, operatorPods } from '../../src/operator.ts';
import { applyRedis, awaitRest, readRedis } from '../../src/redis-object.ts';
import { useScenario } from '../../src/scenario.ts';

const { bed, namespace, figure } = useScenario('redis-cut-short');
const cluster = { namespace, name: 'cart' };
/** The writes that are held back go on after 30 s at the latest, whoever is there; the next operator is there sooner. */
const promisedGapMs = 45_000;

beforeAll(async () => {
  await applyRedis(bed, cluster);
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

/** Every operator dies as soon as the journal says that a hand-over was begun. */
async function killOperatorsInHandOver(): Promise<string> {
  const journal = await waitUntil(async () => (await readRedis(bed, cluster)).status.journal, {
    what: 'a hand-over to begin',
    timeoutMs: 120_000,
    intervalMs: 5,
  });
  const pods = await operatorPods(bed);
  await Promise.all(pods.map(({ metadata }) => killContainer(bed, { namespace: operator.namespace, name: metadata.name }, 'operator')));
  return journal.phase;
}

describe.runIf(bed.cluster.nodeFaults !== undefined)('a hand-over that is cut short', () => {
  test.for([1, 2, 3])(
    'by the death of every operator: it is finished or undone, and nothing is lost (%i)',
    { timeout: 300_000 },
    async (round) => {
      let phase = '';
      const outcome = await runFault(bed, {
        cluster,
        name: `cut-short-${round}`,
        inject: async () => {
          await bed.kube.mergePatch(resources.redisClusters, cluster, {
            metadata: { annotations: { 'dataservices.dev/restart': `round-${round}` } },
          });
          phase = await killOperatorsInHandOver();
          await awaitRest(bed, cluster, 'the return of the operators', 180_000);
        },
      });
      figure(`operators killed in a hand-over, phase ${phase}`, describeOutcome(outcome), 'gap 45 s, lost 0');
      expect((await readRedis(bed, cluster)).status.journal).toBeUndefined();
      for (const { gapMs, lost } of [outcome.plain, outcome.wait]) {
        expect(gapMs).toBeLessThanOrEqual(promisedGapMs);
        expect(lost).toBe(0);
      }
    },
  );
});
