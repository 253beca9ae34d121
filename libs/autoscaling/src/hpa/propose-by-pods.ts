import { noPods } from './no-pods.ts';
import { isWithin, type Tolerance } from './tolerance.ts';
import type { Target } from './types.ts';

/** By the mean over pods, of which some may have no sample. These count as being at the target when that speaks against shrinking, and as idle when it speaks against growing. */
export function proposeByPods(
  samples: readonly number[],
  amount: number,
  { specReplicas, pods }: Target,
  tolerance: Tolerance,
): number | { readonly message: string } {
  if (pods.total === 0) return noPods;
  const ratio = meanOf(samples) / amount;
  const missing = Math.max(0, pods.total - samples.length);
  if (missing === 0) return isWithin(ratio, tolerance) ? specReplicas : Math.ceil(ratio * samples.length);
  const filled = [...samples, ...Array.from({ length: missing }, () => (ratio < 1 ? amount : 0))];
  const cautious = meanOf(filled) / amount;
  const hasCrossed = (ratio < 1 && cautious > 1) || (ratio > 1 && cautious < 1);
  if (isWithin(cautious, tolerance) || hasCrossed) return specReplicas;
  const replicas = Math.ceil(cautious * filled.length);
  const isOpposite = (cautious < 1 && replicas > specReplicas) || (cautious > 1 && replicas < specReplicas);
  return isOpposite ? specReplicas : replicas;
}

/** Whole thousandths, rounded towards 0. */
function meanOf(values: readonly number[]): number {
  return Math.trunc(values.reduce((sum, value) => sum + value, 0) / values.length);
}
