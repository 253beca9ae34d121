import type { Observed, RabbitmqMember } from '../observed.ts';
import { isStandDown } from '../resources/task.ts';
import { membersWithOtherPlugins } from './announce-plugins.ts';
import { clusterOf, isNodeOf, isReporter } from './cluster.ts';
import { volumeGrowth } from './grow-volumes.ts';
import { copyingQueues, isHealthy, isJoined, isWhole, laggingQueues, wantedMembers } from './health.ts';
import { membersWithOldCertificates } from './renew-certificates.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: no rule had anything to do, and a node does not do its part yet, a member of a queue is away, or a volume has not grown yet.
 * Effect: none; the operation says who is awaited and why.
 *
 * Prevents: a cluster that is not whole and does not say what it waits for.
 */
export const awaitMembers: RabbitmqRule = (observed) => {
  const awaited = [...awaitedMembers(observed), ...awaitedVolumes(observed), ...awaitedCertificates(observed), ...awaitedPlugins(observed)];
  if (awaited.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${awaited.slice(0, 5).join('; ')}`, actions: [], requeueAfterMs: 1_000 };
};

function awaitedMembers(observed: Observed): readonly string[] {
  if (isWhole(observed)) return [];
  const unhealthy = wantedMembers(observed).filter((member) => !isHealthy(observed, member));
  if (unhealthy.length > 0) return unhealthy.map((member) => `${member.name} (${describeMember(observed, member)})`);
  if (!isJoined(observed)) return ['nodes to leave'];
  if (observed.queues === undefined) return ['a node that says which queues there are'];
  const lagging = laggingQueues(observed).map(({ name, vhost }) => `all members of the queue ${name} in ${vhost} to run`);
  const copying = copyingQueues(observed).map(({ name, vhost }) => `all members of the queue ${name} in ${vhost} to catch up`);
  return [...lagging, ...copying];
}

export function describeMember(observed: Observed, member: RabbitmqMember): string {
  const { pod, server, task } = member;
  if (pod === undefined) return 'no pod yet';
  if (pod.isTerminating) return 'terminating';
  if (pod.problem !== undefined) return pod.problem;
  if (isStandDown(task)) return 'has stopped to leave';
  if (server.state !== 'serving') return server.error;
  const cluster = clusterOf(observed);
  if (cluster === undefined) return 'no majority of nodes agrees on who is of the cluster';
  if (!isReporter(cluster, member)) {
    const seen = server.peers.map(({ node }) => node).join(', ');
    return `is of another cluster by its own account: ${seen}`;
  }
  if (!server.isInService) return 'takes no clients yet';
  return isNodeOf(cluster, member) ? 'others have no connection to it' : 'is not of the cluster yet';
}

function awaitedCertificates(observed: Observed): readonly string[] {
  const late = membersWithOldCertificates(observed);
  return late.length === 0 ? [] : [`${late.join(', ')} to load other certificates`];
}

function awaitedPlugins(observed: Observed): readonly string[] {
  const late = membersWithOtherPlugins(observed);
  return late.length === 0 ? [] : [`${late.map(({ name }) => name).join(', ')} to enable or disable plugins`];
}

function awaitedVolumes(observed: Observed): readonly string[] {
  const { waitsFor } = volumeGrowth(observed);
  return waitsFor === undefined ? [] : [`volumes to grow: ${waitsFor}`];
}
