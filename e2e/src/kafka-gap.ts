import { setTimeout as delay } from 'node:timers/promises';
import { waitUntil } from '../cluster/src/index.ts';
import type { KafkaLoad } from './kafka-load.ts';
import type { KafkaRef } from './kafka-object.ts';
import { awaitWrites } from './load.ts';
import type { TestBed } from './test-bed.ts';

export type KafkaGapInput = {
  readonly cluster: KafkaRef;
  readonly load: KafkaLoad;
  /** Under which the load marks it. */
  readonly title: string;
  readonly act: () => Promise<unknown>;
};

/** Longer than an election and a reconnect: the gap of one fault must not be counted for the next. */
const calmMs = 3_000;

/**
 * Does something under load. Returns when every partition takes records again.
 *
 * A gap that lasts when all seems well again belongs to what was done: with most partitions elsewhere, nobody else would notice it.
 *
 * @returns for how long the partition that went longest without an acknowledged record did, in milliseconds
 */
export async function gapUnderKafkaLoad(bed: TestBed, { cluster, load, title, act }: KafkaGapInput): Promise<number> {
  await load.mark(title);
  await act();
  await delay(calmMs);
  await load.mark(`after ${title}`);
  const isOver = async () => ((await load.state()).marks.at(-1)?.firstSuccessAfterMs ?? null) !== null;
  await waitUntil(isOver, { what: 'every partition to take records', timeoutMs: 120_000, intervalMs: 200 });
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cluster, load, acknowledged + 50, 120_000);
  return Math.max(...(await load.state()).marks.slice(-2).map(({ gapMs }) => gapMs));
}
