import type { MachineFacts } from '../machine-facts.ts';
import type { WorkFigure } from './work-figure.ts';

/** What is done to a cluster under load, by the name that `--only` knows. In this order: who has joined can leave. */
export const workTitles = {
  kill: 'the node with most leaders is killed',
  roll: 'every node restarts',
  join: '3 nodes become 5',
  leave: '5 nodes become 3',
} as const;
export type WorkName = keyof typeof workTitles;
export const rabbitmqParts = Object.keys(workTitles) as readonly WorkName[];

/** Everything that was measured, repetition by repetition. */
export type RabbitmqResult = {
  /** Of the last run that added to it. */
  readonly machine: MachineFacts;
  readonly work: Readonly<Partial<Record<WorkName, readonly WorkFigure[]>>>;
};

export function emptyResult(machine: MachineFacts): RabbitmqResult {
  return { machine, work: {} };
}

/** With one more repetition. */
export function withWork(result: RabbitmqResult, name: WorkName, figure: WorkFigure): RabbitmqResult {
  return { ...result, work: { ...result.work, [name]: [...(result.work[name] ?? []), figure] } };
}

/** What a result lacks for so many rounds of these parts, in the order in which it is measured. */
export function missingParts(result: RabbitmqResult, parts: readonly WorkName[], rounds: number): readonly WorkName[] {
  return rabbitmqParts.filter((part) => parts.includes(part) && (result.work[part]?.length ?? 0) < rounds);
}
