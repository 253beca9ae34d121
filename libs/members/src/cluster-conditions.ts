import {
  type ConditionInput,
  conditionsFrom,
  type Fact,
  type Operation,
  type PassOutcome,
  settledFact,
  stalledFact,
} from '@dataservices/plan';
import type { Member } from './member.ts';

export type ClusterConditionsInput = {
  readonly cluster: {
    readonly metadata: { readonly generation: number };
    readonly spec: { readonly replicas: number; readonly paused: boolean };
  };
  readonly members: readonly Member[];
  readonly available: Fact;
  readonly membersReady: Fact;
  /** Why a person is needed, if so. */
  readonly stall: { readonly reason: string; readonly message: string } | undefined;
  readonly operation: Operation | undefined;
  readonly outcome: PassOutcome;
};

/** Every condition of a cluster whose size is `spec.replicas`. */
export function clusterConditions(input: ClusterConditionsInput): readonly ConditionInput[] {
  const { cluster, members, available, membersReady, operation, outcome } = input;
  const { replicas, paused } = cluster.spec;
  const stalled = stalledFact(input.stall);
  const leaving = members.filter(({ pod, ordinal }) => pod !== undefined && ordinal >= replicas).map(({ name }) => name);
  const settled = settledFact({ stalled, outcome, isPaused: paused, isStopped: replicas === 0, leaving, operation });
  return conditionsFrom({ available, membersReady, stalled, settled, operation, generation: cluster.metadata.generation });
}
