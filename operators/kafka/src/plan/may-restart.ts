import type { PartitionView } from '../client/port.ts';
import type { KafkaMember, KafkaView, Observed } from '../observed.ts';
import { describePartitions, isUnfenced, minIsrOf } from './health.ts';
import { canMissController } from './quorum.ts';

/**
 * Whether this member can be missed for as long as a restart takes, else why not. A partition whose replicas are not more than it needs in sync
 * cannot be kept available at all, and holds nobody up.
 */
export function mayRestart({ kafka, quorum }: Observed, member: KafkaMember): true | string {
  if (member.role === 'controller') return quorum === undefined ? 'nobody says which controllers vote' : canMissController(quorum, member);
  if (kafka === undefined) return 'no broker says where partitions are';
  const blocked = kafka.partitions.filter((one) => isMissed(kafka, one, member.nodeId));
  return blocked.length === 0 || `without it, ${describePartitions(blocked)} would have too few replicas in sync`;
}

function isMissed(kafka: KafkaView, { topic, replicas, isr }: PartitionView, nodeId: number): boolean {
  const needed = minIsrOf(kafka, topic);
  if (!replicas.includes(nodeId) || replicas.length <= needed) return false;
  // Whoever restarted before it has caught up first, where it can.
  const isCatchingUp = replicas.some((id) => id !== nodeId && !isr.includes(id) && isUnfenced(kafka, id));
  return isCatchingUp || isr.filter((id) => id !== nodeId).length < Math.max(1, needed);
}

/** Whether the volume of this member can be thrown away: others have all that it has. */
export function mayLoseVolume(observed: Observed, member: KafkaMember): true | string {
  const { kafka } = observed;
  const verdict = mayRestart(observed, member);
  if (verdict !== true) return verdict;
  if (member.role === 'controller') return true;
  const alone = kafka?.partitions.filter(
    ({ replicas, isr }) => replicas.includes(member.nodeId) && !isr.some((id) => id !== member.nodeId),
  );
  if (alone === undefined) return 'no broker says where partitions are';
  return alone.length === 0 || `nobody else has ${describePartitions(alone)}: give those topics more replicas, or delete them`;
}
