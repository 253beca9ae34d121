import type { Role } from '../names.ts';
import { type KafkaView, type Observed, partitionKey } from '../observed.ts';
import { allMembers, isHealthy, isWanted, laggingPartitions } from './health.ts';
import { mayRestart } from './may-restart.ts';

/**
 * Whether somebody else may stop a pod of this role: whoever drains a node, say. As for the operator's own restarts, all of them do their part, and
 * any one can be missed.
 *
 * Prevents: drains of one node after the other that take the next broker while replicas of the last one are still behind, or the next controller
 * while the last one is. A pod is ready as soon as its server takes connections.
 */
export function mayEvict(observed: Observed, role: Role): boolean {
  const { kafka } = observed;
  const ofRole = allMembers(observed).filter((member) => member.role === role);
  if (ofRole.some((member) => isWanted(observed, member) && !isHealthy(observed, member))) return false;
  // Of a partition that is whole, one replica can be missed.
  const critical = kafka && { ...kafka, partitions: laggingPartitions(withoutArrivals(kafka)) };
  return ofRole.every((member) => member.pod === undefined || mayRestart({ ...observed, kafka: critical }, member) === true);
}

/** A replica that is on its way to a broker has never been in sync, and is for hours where there is much to move: nobody relies on it. */
function withoutArrivals(kafka: KafkaView): KafkaView {
  const arriving = new Map(kafka.reassignments.map((one) => [partitionKey(one), one.adding]));
  const partitions = kafka.partitions.map((one) => {
    const adding = arriving.get(partitionKey(one)) ?? [];
    return adding.length === 0 ? one : { ...one, replicas: one.replicas.filter((id) => !adding.includes(id) || one.isr.includes(id)) };
  });
  return { ...kafka, partitions };
}
