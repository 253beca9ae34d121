import type { PartitionView } from '../client/port.ts';
import { ordinalOfNode, roleOf } from '../names.ts';
import type { KafkaMember, KafkaView, Observed } from '../observed.ts';
import { isVoting } from './quorum.ts';

/** A member that does its part: a broker that is registered and takes clients, a controller that votes and keeps up. */
export function isHealthy({ kafka, quorum }: Observed, member: KafkaMember): boolean {
  if (member.pod === undefined || member.pod.isTerminating) return false;
  return member.role === 'broker' ? isUnfenced(kafka, member.nodeId) : isVoting(quorum, member);
}

export function isUnfenced(kafka: KafkaView | undefined, nodeId: number): boolean {
  return kafka?.registered.some(({ id, isFenced }) => id === nodeId && !isFenced) ?? false;
}

/** A cluster, as far as its size goes. */
export type Sized = {
  readonly cluster: { readonly spec: { readonly replicas: number; readonly controllers: { readonly replicas: number } } };
};

/** How many of a role are asked for now: a cluster that is stopped has no controllers either. */
export function wantedCount({ cluster: { spec } }: Sized, role: KafkaMember['role']): number {
  if (spec.replicas === 0) return 0;
  return role === 'broker' ? spec.replicas : spec.controllers.replicas;
}

export function isWanted(observed: Pick<Observed, 'cluster'>, { role, ordinal }: Pick<KafkaMember, 'role' | 'ordinal'>): boolean {
  return ordinal < wantedCount(observed, role);
}

export function wantedBrokers(observed: Observed): readonly KafkaMember[] {
  return observed.brokers.filter((member) => isWanted(observed, member));
}

/** Controllers first: without them nobody serves. */
export function allMembers({ controllers, brokers }: Observed): readonly KafkaMember[] {
  return [...controllers, ...brokers];
}

export function wantedMembers(observed: Observed): readonly KafkaMember[] {
  return allMembers(observed).filter((member) => isWanted(observed, member));
}

/** Numbers of brokers that the cluster knows and that are not asked for. */
export function leavingBrokers({ kafka, cluster }: Pick<Observed, 'kafka' | 'cluster'>): readonly number[] {
  if (kafka === undefined || cluster.spec.replicas === 0) return [];
  return kafka.registered.map(({ id }) => id).filter((id) => id >= cluster.spec.replicas);
}

/** Whether nothing is on a broker, nor on its way to it or from it. */
export function isEmpty({ partitions, reassignments }: KafkaView, nodeId: number): boolean {
  return ![...partitions, ...reassignments].some(({ replicas }) => replicas.includes(nodeId));
}

/** Everybody who is asked for does their part, and nobody else is there. */
export function isJoined(observed: Observed): boolean {
  const { cluster, kafka, quorum } = observed;
  if (cluster.spec.replicas === 0) return true;
  if (kafka === undefined || quorum === undefined) return false;
  const isAsked = ({ id }: { readonly id: number }) => isWanted(observed, { role: roleOf(id), ordinal: ordinalOfNode(id) });
  return [...kafka.registered, ...quorum.voters].every(isAsked) && wantedMembers(observed).every((member) => isHealthy(observed, member));
}

/** Partitions of which a replica is not in sync. */
export function laggingPartitions(kafka: KafkaView): readonly PartitionView[] {
  return kafka.partitions.filter(({ replicas, isr }) => isr.length < replicas.length);
}

/** Partitions that take no writes from producers that ask for acknowledgement by all. */
export function partitionsBelowMinIsr(kafka: KafkaView): readonly PartitionView[] {
  return kafka.partitions.filter(({ topic, isr, replicas }) => isr.length < Math.min(minIsrOf(kafka, topic), replicas.length));
}

/** By Kafka's own default where nobody could say. */
export function minIsrOf({ topics }: KafkaView, topic: string): number {
  return topics.get(topic)?.minIsr ?? 1;
}

/** Joined, every replica in sync, and nothing moves: the loss of any one would be coped with. */
export function isWhole(observed: Observed): boolean {
  const { cluster, kafka } = observed;
  if (cluster.spec.replicas === 0) return true;
  return isJoined(observed) && kafka !== undefined && laggingPartitions(kafka).length === 0 && kafka.reassignments.length === 0;
}

/** The first few of them, for a sentence. */
export function describePartitions(partitions: readonly { readonly topic: string; readonly partition: number }[]): string {
  const named = partitions.slice(0, 5).map(({ topic, partition }) => `${topic}-${partition}`);
  return partitions.length > named.length ? `${named.join(', ')} and ${partitions.length - named.length} more` : named.join(', ');
}
