import { type KubeObject, labelKeys } from '@dataservices/plan';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { isFoundingOrder, joinOrder, orderAnnotation } from '../resources/order.ts';
import { forgottenBy } from '../resources/task.ts';
import { type Cluster, clusterOf, isNodeOf, isReporter } from './cluster.ts';
import { isHealthy } from './health.ts';
import { clusterIdOf } from './identity.ts';
import { isToBeFounded } from './origin.ts';

/**
 * What each pod is marked with: its role, and whom it is to join if its volume is empty. While no cluster is known, nothing changes.
 *
 * One joins at a time, and only while all who are of the cluster already run: while a node that has just joined starts, it counts for the
 * majority and does not vote, and a second one would leave the cluster without.
 */
export function podMarks(observed: Observed): readonly KubeObject[] {
  const cluster = clusterOf(observed);
  if (cluster === undefined) return [];
  const joiner = nextJoiner(observed, cluster);
  return observed.members.flatMap((member) => marked(observed, cluster, member, joiner));
}

function marked(observed: Observed, cluster: Cluster, member: RabbitmqMember, joiner: RabbitmqMember | undefined): readonly KubeObject[] {
  const { pod } = member;
  if (pod === undefined || pod.isTerminating) return [];
  const role = isHealthy(observed, member) ? 'member' : undefined;
  const order = member.name === joiner?.name ? orderFor(observed, cluster, member) : member.order;
  if (role === pod.roleLabel && order === member.order) return [];
  // The order to found is not of this writer, and stays for as long as the pod does.
  const isOwnOrder = order !== undefined && !isFoundingOrder(order);
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: pod.name,
        namespace: observed.names.namespace,
        // Makes the server refuse to create a pod out of this if the observed one is gone.
        uid: pod.uid,
        labels: role === undefined ? {} : { [labelKeys.role]: role },
        ...(isOwnOrder && { annotations: { [orderAnnotation]: order } }),
      },
    },
  ];
}

/** The first that is wanted and waits, if the rest can do with it. */
function nextJoiner(observed: Observed, cluster: Cluster): RabbitmqMember | undefined {
  const { members } = observed;
  if (isToBeFounded(observed)) return undefined;
  const candidate = members.find((member) => mayJoin(observed, cluster, member));
  if (candidate === undefined) return undefined;
  const isAway = (node: string) => node !== candidate.node && !cluster.reporters.some((reporter) => reporter.node === node);
  return cluster.nodes.some(isAway) ? undefined : candidate;
}

function mayJoin({ members, cluster: { spec } }: Observed, cluster: Cluster, member: RabbitmqMember): boolean {
  const { pod, ordinal, order } = member;
  if (pod === undefined || pod.isTerminating || !pod.isServerRunning || ordinal >= spec.replicas) return false;
  // A node that was forgotten while it was away goes on by itself, and must be told that what it holds is of the past.
  const isPast = member.claim?.isRetired === true && !isNodeOf(cluster, member);
  if (isReporter(cluster, member) || (member.server.state === 'serving' && !isPast)) return false;
  if (order !== undefined && isFoundingOrder(order)) return false;
  return members.every(({ task }) => forgottenBy(task) !== member.node);
}

function orderFor(observed: Observed, cluster: Cluster, member: RabbitmqMember): string {
  const peers = cluster.reporters.filter(({ name }) => name !== member.name).map(({ node }) => node);
  return joinOrder({ clusterId: clusterIdOf(observed), mark: member.claim?.retiredMark, peers });
}
