import { type Deviations, noDeviations } from './deviations.ts';
import { type Proposal, proposeReplicas } from './propose-replicas.ts';
import type { Tolerance } from './tolerance.ts';
import type { Metric, Target } from './types.ts';

/** `proposals` are in the order of the metrics. */
export type Combined = { readonly proposals: readonly Proposal[] } & (
  | { readonly replicas: number }
  /** `reason`: of the first metric that failed. */
  | { readonly held: true; readonly reason: string }
);

/** The highest of the proposals. Where a metric failed, the others may only keep or raise the size: what the failed one asks for is unknown. */
export function combineProposals(
  metrics: readonly Metric[],
  target: Target,
  tolerance: Tolerance,
  deviations: Deviations = noDeviations,
): Combined {
  const proposals = metrics.map((metric) => proposeReplicas(metric, target, tolerance, deviations));
  const failures = proposals.filter(hasFailed);
  const replicas = highest(proposals);
  const [first] = failures;
  if (first !== undefined && (failures.length === proposals.length || replicas < target.specReplicas))
    return { held: true, reason: first.reason, proposals };
  // Usage below 0 asks for no replicas at all, not for fewer than none.
  return { replicas: Math.max(0, replicas), proposals };
}

/** A first proposal of 0 is overruled by any other, also by one below 0, as in the original. */
function highest(proposals: readonly Proposal[]): number {
  return proposals.reduce((best, proposal) => {
    if (hasFailed(proposal)) return best;
    return best === 0 || proposal.replicas > best ? proposal.replicas : best;
  }, 0);
}

export function hasFailed(proposal: Proposal): proposal is Extract<Proposal, { readonly reason: string }> {
  return 'reason' in proposal;
}
