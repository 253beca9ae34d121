import type { KafkaMember, Observed } from '../observed.ts';
import { describeWait } from './addresses.ts';
import { volumeGrowth } from './grow-volumes.ts';
import { describePartitions, isHealthy, isJoined, isWhole, laggingPartitions, wantedMembers } from './health.ts';
import { isVoter } from './quorum.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: no rule had anything to do, and a member does not do its part yet or has not answered, a replica is not in sync, or a volume has
 * not grown yet.
 * Effect: none; the operation says who is awaited and why.
 *
 * Prevents: a cluster that is not whole and does not say what it waits for; and one that is called settled, and is looked at no more for a while,
 * although what was to be done for one that did not answer could not be known.
 */
export const awaitMembers: KafkaRule = (observed) => {
  const awaited = [...awaitedMembers(observed), ...awaitedAnswers(observed), ...awaitedVolumes(observed)];
  if (awaited.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${awaited.slice(0, 5).join('; ')}`, actions: [], requeueAfterMs: 1_000 };
};

function awaitedMembers(observed: Observed): readonly string[] {
  if (isWhole(observed)) return [];
  const unhealthy = wantedMembers(observed).filter((member) => !isHealthy(observed, member));
  if (unhealthy.length > 0) return unhealthy.map((member) => `${member.name} (${describeMember(observed, member)})`);
  if (!isJoined(observed)) return ['members to leave'];
  const { kafka } = observed;
  if (kafka === undefined) return ['a broker that says where partitions are'];
  const lagging = laggingPartitions(kafka);
  if (lagging.length > 0) return [`all replicas of ${describePartitions(lagging)} to be in sync`];
  return [`${kafka.reassignments.length} partitions to arrive where they are moved to`];
}

/** Of those that do their part, as others say: whether there is something to do for them is not known. */
function awaitedAnswers(observed: Observed): readonly string[] {
  const { kafka } = observed;
  if (!isWhole(observed) || kafka === undefined) return [];
  return wantedMembers(observed).flatMap(({ name, role, nodeId, server }) => {
    if (server.state !== 'serving') return `${name} to answer (${server.error})`;
    return role === 'broker' && !kafka.brokerSettings.has(nodeId) ? `${name} to tell its settings` : [];
  });
}

export function describeMember(observed: Observed, member: KafkaMember): string {
  const { pod, server, role } = member;
  if (pod === undefined) return 'no pod yet';
  if (pod.isTerminating) return 'terminating';
  if (pod.problem !== undefined) return pod.problem;
  const wait = describeWait(observed, member);
  if (wait !== undefined) return wait;
  if (server.state !== 'serving') return server.error;
  return role === 'broker' ? 'is fenced: it starts, stops, or is not heard of' : describeController(observed, member);
}

function describeController({ quorum }: Observed, member: KafkaMember): string {
  if (quorum?.leaderId === undefined) return 'no majority of controllers has elected one';
  return isVoter(quorum, member) ? 'is behind the active controller' : 'does not vote yet';
}

function awaitedVolumes(observed: Observed): readonly string[] {
  return (['broker', 'controller'] as const).flatMap((role) => {
    const { waitsFor } = volumeGrowth(observed, role);
    return waitsFor === undefined ? [] : [`volumes to grow: ${waitsFor}`];
  });
}
