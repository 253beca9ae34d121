import { beforeAll, expect, test } from 'vitest';
import { describeOutcome, runFault } from '../../src/fault-run.ts';
import { livesOf } from '../../src/lives-of.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { allPods } from '../../src/redis-objects-of.ts';
import { useScenario } from '../../src/scenario.ts';
import { arrivalMs, awaitFiles, deleteSecret, filesInUse, whatWasNoticed } from '../../src/tls-objects.ts';

const { bed, namespace, figure } = useScenario('redis-tls-authority');
const cluster = { namespace, name: 'cart' };
/** How long clients are shown an authority that replaces a lost one before it signs. */
const noticeMs = 120_000;

beforeAll(async () => {
  await applyRedis(bed, cluster, { storage: { size: '1Gi' }, tls: { mode: 'Enabled' } });
  await awaitRest(bed, cluster, 'its creation', 120_000);
}, 150_000);

test('another authority takes over, both being trusted meanwhile, without an error, a gap or a restart', async () => {
  const trustOf = (files: string | undefined) => files?.trim().split(' ')[1] ?? '';
  const [before, lives] = [await filesInUse(bed, cluster), await allPods(bed, cluster).then(livesOf)];
  const seen = new Set<string>();
  const outcome = await runFault(bed, {
    cluster,
    name: 'tls-authority',
    inject: async () => {
      await deleteSecret(bed, cluster, 'ca');
      const isOver = (files: string) => {
        seen.add(trustOf(files));
        return !trustOf(files).includes('.') && trustOf(files) !== trustOf(before);
      };
      await awaitFiles(bed, cluster, isOver, noticeMs + 3 * arrivalMs);
    },
  });
  figure('authority replaced', describeOutcome(outcome), 'gap 0.5 s, no error');
  // The old one alone, both, the new one alone.
  expect([...seen].map((trust) => trust.split('.').length)).toEqual([1, 2, 1]);
  expect(whatWasNoticed(outcome)).toEqual([]);
  expect(await allPods(bed, cluster).then(livesOf)).toEqual(lives);
}, 720_000);
