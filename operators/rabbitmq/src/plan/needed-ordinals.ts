import { ordinalOf } from '@dataservices/members';
import { podOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { clusterOf } from './cluster.ts';

/**
 * How many ordinals the StatefulSet must have now: those that are asked for, and any above them that must not go yet.
 *
 * Prevents: a pod that goes before its node has left the cluster; and, after a stop, too few pods for a majority.
 */
export function neededOrdinals(observed: Observed): number {
  const { replicas } = observed.cluster.spec;
  if (replicas === 0) return 0;
  return Math.max(replicas, ...mustStay(observed).map((ordinal) => ordinal + 1));
}

function mustStay(observed: Observed): readonly number[] {
  const { names, members, claims } = observed;
  const cluster = clusterOf(observed);
  const volumes = claims.filter(({ isBound, isTerminating, isRetired }) => isBound && !isTerminating && !isRetired);
  const withPod = members.filter(({ pod }) => pod !== undefined);
  if (cluster !== undefined) {
    const nodes = cluster.nodes.flatMap((node) => ordinalOf(podOf(names, node), names.data) ?? []);
    // Only a volume that says so keeps the next pod from going on with what it holds.
    const unmarked = withPod.filter(({ ordinal }) => volumes.some((claim) => claim.ordinal === ordinal));
    return [...nodes, ...unmarked.map(({ ordinal }) => ordinal)];
  }
  // Nobody says who is of the cluster: whoever has a pod, or a volume whose node has not left, may be.
  return [...withPod, ...volumes].map(({ ordinal }) => ordinal);
}
