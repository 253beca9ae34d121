import type { MachineFacts } from '../machine-facts.ts';
import type { CreationFigure } from './creation-part.ts';
import type { PartitionsFigure } from './partitions-part.ts';
import type { PlanFigure } from './plan-part.ts';
import type { WorkFigure } from './work-figure.ts';

/** What is done to a cluster under load, by the name that `--only` knows. In this order: who has joined can be emptied, and leave. */
export const workTitles = {
  kill: 'the broker with most leaders is killed',
  roll: 'every server restarts',
  join: '3 brokers become 4',
  tool: "the fourth's data is moved by Kafka's tool, at once",
  leave: '4 brokers become 3',
  impatient: 'a broker is killed, with a session of 3 s',
} as const;
export type WorkName = keyof typeof workTitles;
export const workNames = Object.keys(workTitles) as readonly WorkName[];

/** `plan` where there is a fourth broker to be emptied. */
export const kafkaParts = ['creation', 'kill', 'roll', 'join', 'plan', 'tool', 'leave', 'partitions', 'impatient'] as const;
export type KafkaPart = (typeof kafkaParts)[number];

export function isWork(part: KafkaPart): part is WorkName {
  return Object.hasOwn(workTitles, part);
}

/** Everything that was measured, repetition by repetition. */
export type KafkaResult = {
  /** Of the last run that added to it. */
  readonly machine: MachineFacts;
  readonly creation: readonly CreationFigure[];
  readonly partitions: readonly PartitionsFigure[];
  readonly plan: readonly PlanFigure[];
  readonly work: Readonly<Partial<Record<WorkName, readonly WorkFigure[]>>>;
};

export function emptyResult(machine: MachineFacts): KafkaResult {
  return { machine, creation: [], partitions: [], plan: [], work: {} };
}

/** With one more repetition. */
export function withWork(result: KafkaResult, name: WorkName, figure: WorkFigure): KafkaResult {
  return { ...result, work: { ...result.work, [name]: [...(result.work[name] ?? []), figure] } };
}

/** What a result lacks for so many rounds of these parts, in the order in which it is measured. */
export function missingParts(result: KafkaResult, parts: readonly KafkaPart[], rounds: number): readonly KafkaPart[] {
  const runsOf = (part: KafkaPart) => (isWork(part) ? (result.work[part] ?? []) : result[part]);
  return kafkaParts.filter((part) => parts.includes(part) && runsOf(part).length < rounds);
}
