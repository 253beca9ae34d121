import { expect } from 'vitest';
import { formatSeconds } from './format-table.ts';
import { gapUnderKafkaLoad, type KafkaGapInput } from './kafka-gap.ts';
import type { KafkaLoad } from './kafka-load.ts';
import type { Scenario } from './scenario.ts';

/** The title is also that of the figure. */
export type UnderLoad = KafkaGapInput & {
  /** Of the partition that goes without an acknowledged record for longest. */
  readonly limitMs: number;
};

/** Does something under load. Fails where a partition goes without an acknowledged record for too long. */
export async function underKafkaLoad({ bed, figure }: Scenario, { limitMs, ...input }: UnderLoad): Promise<void> {
  const gapMs = await gapUnderKafkaLoad(bed, input);
  figure(`${input.title}: longest gap of a partition`, formatSeconds(gapMs), formatSeconds(limitMs));
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
