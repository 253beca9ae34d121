import { type KafkaRef, readKafka } from '../../src/kafka-object.ts';
import { type Look, looksWhile } from '../../src/looks-while.ts';
import type { TestBed } from '../../src/test-bed.ts';

/** What was copied for a broker that came or went. */
export type Moved = {
  /** That it stores when it has come, or stored before it went. */
  readonly bytes: number;
  /** From the first to the last look at which the status named the rule that moves; of the tool's moves, from Kafka's yes to the last one. */
  readonly ms: number;
};

/** The broker that comes or goes. */
export type Passenger = {
  readonly pod: string;
  /** When it stores what is moved. */
  readonly stores: 'before' | 'after';
};

/** By whose work it moves, as `status.operation` names it. */
export type MovingRule = 'SpreadPartitions' | 'DrainBrokers';

const lookMs = 200;

/** For how long the status names the rule, while something is done. */
export async function timeOfRule(bed: TestBed, cluster: KafkaRef, rule: MovingRule, act: () => Promise<void>): Promise<number> {
  const isSo = async () => (await readKafka(bed, cluster)).status?.operation?.rule === rule;
  return timeOf(await looksWhile(act, isSo, lookMs));
}

/** Milliseconds from the first to the last look at which it was so; 0 where it never was. */
export function timeOf(looks: readonly Look[]): number {
  const seen = looks.filter(({ isSo }) => isSo);
  return Math.round((seen.at(-1)?.atMs ?? 0) - (seen[0]?.atMs ?? 0));
}

/** Megabytes a second; undefined where too little time passed to say. */
export function moveRate({ bytes, ms }: Moved): number | undefined {
  return ms < 2 * lookMs ? undefined : bytes / 1000 / ms;
}
