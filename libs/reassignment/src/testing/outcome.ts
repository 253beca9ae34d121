import type { Partition, ReassignmentInput, ReassignmentPlan } from '../cluster-state.ts';

/** The cluster when all moves are done. */
export function outcomeOf({ partitions }: Pick<ReassignmentInput, 'partitions'>, { moves }: ReassignmentPlan): readonly Partition[] {
  const moved = new Map(moves.map((move) => [`${move.topic}-${move.partition}`, move.to]));
  return partitions.map((one) => ({ ...one, replicas: moved.get(`${one.topic}-${one.partition}`) ?? one.replicas }));
}

export function spreadOf(values: readonly number[]): number {
  return values.length === 0 ? 0 : Math.max(...values) - Math.min(...values);
}

export function countReplicas(id: number, partitions: readonly Partition[]): number {
  return partitions.filter(({ replicas }) => replicas.includes(id)).length;
}

export function countLeaders(id: number, partitions: readonly Partition[]): number {
  return partitions.filter(({ replicas }) => replicas[0] === id).length;
}
