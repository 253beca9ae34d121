import type { ConditionInput } from './conditions.ts';
import type { Operation } from './operation.ts';
import type { PassOutcome } from './outcome.ts';

/** A condition before it has a type: whether it holds, why as one word, and why as a sentence. */
export type Fact = { readonly holds: boolean; readonly reason: string; readonly message: string };

export type ConditionFacts = {
  /** Clients can read and write now. */
  readonly available: Fact;
  /** As many healthy members as asked for. */
  readonly membersReady: Fact;
  /** A person has to mend something. */
  readonly stalled: Fact;
  /** Everything is as asked for, and nothing moves. */
  readonly settled: Fact;
  readonly operation: Operation | undefined;
  /** Of the object that was looked at. */
  readonly generation: number;
};

const longestMessage = 4096;

/**
 * The conditions that every kind reports. Available, MembersReady, Stalled and Settled are facts of their own; Ready is drawn from
 * the first two, and Reconciling (as kstatus has it) from the last two.
 */
export function conditionsFrom(facts: ConditionFacts): readonly ConditionInput[] {
  const { available, membersReady, settled, stalled, operation, generation } = facts;
  const isReady = available.holds && membersReady.holds;
  const ready: Fact = isReady
    ? { holds: true, reason: 'Ready', message: available.message }
    : { ...(available.holds ? membersReady : available), holds: false };
  const reconciling: Fact = {
    holds: !settled.holds && !stalled.holds,
    reason: settled.holds ? 'Settled' : (operation?.rule ?? settled.reason),
    message: operation?.message ?? settled.message,
  };
  const all = {
    Available: available,
    MembersReady: membersReady,
    Settled: settled,
    Ready: ready,
    Reconciling: reconciling,
    Stalled: stalled,
  };
  return Object.entries(all).map(([type, { holds, reason, message }]) => ({
    type,
    status: holds ? 'True' : 'False',
    reason,
    message: message.slice(0, longestMessage),
    observedGeneration: generation,
  }));
}

/** Whether a person is needed: for the first reason that there is. */
export function stalledFact(stall: { readonly reason: string; readonly message: string } | undefined): Fact {
  return stall === undefined
    ? { holds: false, reason: 'NotStalled', message: 'nothing needs a person' }
    : { holds: true, reason: stall.reason, message: stall.message };
}

export type SettledInput = {
  readonly stalled: Fact;
  readonly outcome: PassOutcome;
  readonly isPaused: boolean;
  /** Whether `spec.replicas` is 0. */
  readonly isStopped: boolean;
  /** Names of members that are still there and are to leave. */
  readonly leaving: readonly string[];
  readonly operation: Operation | undefined;
};

/** Whether all is as asked for. Whoever scales or upgrades waits for it; so it holds too where nothing is meant to move. */
export function settledFact({ stalled, outcome, isPaused, isStopped, leaving, operation }: SettledInput): Fact {
  if (stalled.holds) return { ...stalled, holds: false };
  const [problem] = outcome.problems;
  if (problem !== undefined) return { holds: false, reason: problem.reason, message: problem.message };
  if (isPaused) return { holds: true, reason: 'Paused', message: 'spec.paused is true: nothing is changed but role labels' };
  if (outcome.preview !== undefined) return previewFact(outcome.preview);
  if (leaving.length > 0) return { holds: false, reason: 'MembersLeaving', message: `${leaving.join(', ')} still to leave` };
  if (isStopped) return { holds: true, reason: 'Stopped', message: 'stopped, all data is kept' };
  if (operation !== undefined) return { holds: false, reason: operation.rule, message: operation.message };
  return { holds: true, reason: 'Settled', message: 'everything is as asked for' };
}

function previewFact(preview: readonly string[]): Fact {
  if (preview.length === 0) return { holds: true, reason: 'DryRun', message: 'dry run: nothing would be done' };
  return { holds: false, reason: 'DryRun', message: `dry run: would ${preview.join('; ')}` };
}
