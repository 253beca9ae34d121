import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { waitUntil } from '../cluster/src/index.ts';
import { formatSeconds } from './format-table.ts';
import type { KafkaLoad } from './kafka-load.ts';
import type { KafkaRef } from './kafka-object.ts';
import { awaitWrites } from './load.ts';
import type { Scenario } from './scenario.ts';

export type UnderLoad = {
  readonly cluster: KafkaRef;
  readonly load: KafkaLoad;
  /** As the figure names it. */
  readonly title: string;
  /** Of the partition that goes without an acknowledged record for longest. */
  readonly limitMs: number;
  readonly act: () => Promise<unknown>;
};

/** Longer than an election and a reconnect: the gap of one fault must not be counted for the next. */
const calmMs = 3_000;

/**
 * Does something under load. Fails where a partition goes without an acknowledged record for too long.
 *
 * A gap that lasts when all seems well again belongs to what was done: with most partitions elsewhere, nobody else would notice it.
 */
export async function underKafkaLoad({ bed, figure }: Scenario, { cluster, load, title, limitMs, act }: UnderLoad): Promise<void> {
  await load.mark(title);
  await act();
  await delay(calmMs);
  await load.mark(`after ${title}`);
  const isOver = async () => ((await load.state()).marks.at(-1)?.firstSuccessAfterMs ?? null) !== null;
  await waitUntil(isOver, { what: 'every partition to take records', timeoutMs: 120_000, intervalMs: 200 });
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cluster, load, acknowledged + 50, 120_000);
  const gapMs = Math.max(...(await load.state()).marks.slice(-2).map((mark) => mark.gapMs));
  figure(`${title}: longest gap of a partition`, formatSeconds(gapMs), formatSeconds(limitMs));
  expect(gapMs).toBeLessThan(limitMs);
}

/** Ends the load. Fails where an acknowledged record is lost, is there twice, or has not come to the consumer group. */
export async function expectNoneLost({ figure }: Scenario, load: KafkaLoad): Promise<void> {
  const { lost, acknowledged, errors, repeated, duplicates, undelivered, verifyError } = await load.finish();
  const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  const rest = `there twice ${duplicates}, delivered again ${repeated}, not delivered ${undelivered}`;
  figure('acknowledged records lost', `${lost} of ${acknowledged}, ${rest}, failed: ${failed.join(', ') || 'none'}`, '0');
  expect({ verifyError, lost, duplicates, undelivered }).toEqual({ verifyError: undefined, lost: 0, duplicates: 0, undelivered: 0 });
}
