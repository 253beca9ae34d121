import { type Proposal, proposeReplicas } from './propose-replicas.ts';
import type { Tolerance } from './tolerance.ts';
import type { Metric, Target } from './types.ts';

export type Combined =
  | { readonly replicas: number; readonly failed: readonly string[] }
  /** `reason`: of the first metric that failed. */
  | { readonly held: true; readonly reason: string; readonly failed: readonly string[] };

/** The highest of the proposals. Where a metric failed, the others may only keep or raise the size: what the failed one asks for is unknown. */
export function combineProposals(metrics: readonly Metric[], target: Target, tolerance: Tolerance): Combined {
  const proposals = metrics.map((metric) => proposeReplicas(metric, target, tolerance));
  const failures = proposals.filter(hasFailed);
  const failed = failures.map(({ reason }) => reason);
  const replicas = highest(proposals);
  const [first] = failed;
  if (first !== undefined && (failures.length === proposals.length || replicas < target.specReplicas))
    return { held: true, reason: first, failed };
  // Usage below 0 asks for no replicas at all, not for fewer than none.
  return { replicas: Math.max(0, replicas), failed };
}

/** A first proposal of 0 is overruled by any other, also by one below 0, as in the original. */
function highest(proposals: readonly Proposal[]): number {
  return proposals.reduce((best, proposal) => {
    if (hasFailed(proposal)) return best;
    return best === 0 || proposal.replicas > best ? proposal.replicas : best;
  }, 0);
}

function hasFailed(proposal: Proposal): proposal is Extract<Proposal, { readonly reason: string }> {
  return 'reason' in proposal;
}
