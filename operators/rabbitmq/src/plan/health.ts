import type { QueueView } from '../client/port.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { type Cluster, clusterOf, isNodeOf, isReporter, isServing } from './cluster.ts';

/** A node that does its part: of the cluster by its own account and by that of the others, connected to them, and taking clients. */
export function isHealthy(observed: Observed, member: RabbitmqMember): boolean {
  const cluster = clusterOf(observed);
  if (cluster === undefined || !isServing(member) || member.pod?.isTerminating === true) return false;
  const isConnected = cluster.reporters.every(({ server }) =>
    server.peers.some(({ node, isRunning }) => node === member.node && isRunning),
  );
  return isReporter(cluster, member) && isConnected && member.server.isInService;
}

export function wantedMembers({ members, cluster }: Observed): readonly RabbitmqMember[] {
  return members.filter(({ ordinal }) => ordinal < cluster.spec.replicas);
}

/** Those who are of the cluster and stay. */
export function stayingMembers(observed: Observed, cluster: Cluster): readonly RabbitmqMember[] {
  return wantedMembers(observed).filter((member) => isNodeOf(cluster, member));
}

/** Those who are of the cluster and are to leave, the highest ordinal first. */
export function leavingMembers(observed: Observed, cluster: Cluster): readonly RabbitmqMember[] {
  const { replicas } = observed.cluster.spec;
  return observed.members.filter((member) => member.ordinal >= replicas && isNodeOf(cluster, member)).toReversed();
}

/** Every node that is asked for is of the cluster and does its part, and no other is. */
export function isJoined(observed: Observed): boolean {
  if (observed.cluster.spec.replicas === 0) return true;
  const cluster = clusterOf(observed);
  if (cluster === undefined || cluster.nodes.length !== observed.cluster.spec.replicas) return false;
  return wantedMembers(observed).every((member) => isHealthy(observed, member));
}

/** Quorum queues of which a member is away: another one less could cost them their majority. */
export function laggingQueues({ queues = [] }: Observed): readonly QueueView[] {
  return queues.filter(({ type, members, online }) => type === 'quorum' && members.some((node) => !online.includes(node)));
}

/** Quorum queues of which a member runs and is known not to have caught up: it still copies what the others hold. */
export function copyingQueues({ queues = [] }: Observed): readonly QueueView[] {
  return queues.filter(({ type, members, caughtUp }) => type === 'quorum' && members.some((node) => caughtUp?.includes(node) === false));
}

/** Joined, every member of every queue runs, and none is known not to have caught up: the loss of any one node would be coped with. */
export function isWhole(observed: Observed): boolean {
  if (observed.cluster.spec.replicas === 0) return true;
  if (!isJoined(observed) || observed.queues === undefined) return false;
  return laggingQueues(observed).length === 0 && copyingQueues(observed).length === 0;
}
