import type { Observed } from '../observed.ts';
import { clusterOf, isServing } from './cluster.ts';
import { copyingQueues, isHealthy, laggingQueues } from './health.ts';

/**
 * Whether a pod may be evicted, such as for the drain of a machine: every node of the cluster does its part, members of queues run and none is known
 * to copy what others hold, and with three nodes or more RabbitMQ says of each that nothing would lose its majority without it. That a node has
 * not joined yet, or is to leave and waits for a person, keeps nobody.
 */
export function mayEvict(observed: Observed): boolean {
  const { members, queues } = observed;
  if (observed.cluster.spec.replicas === 0) return true;
  const cluster = clusterOf(observed);
  if (cluster === undefined || queues === undefined) return false;
  const healthy = members.filter(isServing).filter((member) => isHealthy(observed, member));
  const isComplete = cluster.nodes.every((node) => healthy.some((member) => member.node === node));
  const isCritical = cluster.nodes.length > 2 && healthy.some(({ server }) => server.criticalFor.length > 0);
  return isComplete && !isCritical && laggingQueues(observed).length === 0 && copyingQueues(observed).length === 0;
}
