import type { Observed } from '../observed.ts';
import { ensembleOf, isConfirmed, otherEnsembleOf } from './ensemble.ts';

/**
 * How many ordinals the StatefulSet must have now: those that are asked for, and any above them that must not go yet.
 *
 * Prevents: a pod that goes before it has left the ensemble; one that serves another ensemble going before a person has decided about it; and,
 * after a stop, too few pods for those who vote to be a majority.
 */
export function neededOrdinals(observed: Observed): number {
  const { replicas } = observed.cluster.spec;
  if (replicas === 0) return 0;
  return Math.max(replicas, ...mustStay(observed).map((ordinal) => ordinal + 1));
}

function mustStay(observed: Observed): readonly number[] {
  const ensemble = ensembleOf(observed);
  const pods = observed.members.filter(({ pod }) => pod !== undefined).map(({ ordinal }) => ordinal);
  if (ensemble !== undefined) {
    const others = observed.members.filter((member) => otherEnsembleOf(observed, member) !== undefined);
    const members = [...ensemble.membership.members.map(({ id }) => id - 1), ...others.map(({ ordinal }) => ordinal)];
    return isConfirmed(ensemble) ? members : [...members, ...pods];
  }
  // Nobody says who is a member: whoever has a pod, or a volume whose member has not left, may be one.
  const volumes = observed.claims.filter(({ isBound, isTerminating, isRetired }) => isBound && !isTerminating && !isRetired);
  return [...pods, ...volumes.map(({ ordinal }) => ordinal)];
}
