import { setTimeout as delay } from 'node:timers/promises';
import { expect } from 'vitest';
import { formatSeconds } from './format-table.ts';
import { awaitWrites } from './load.ts';
import type { RabbitmqLoad } from './rabbitmq-load.ts';
import type { RabbitmqRef } from './rabbitmq-object.ts';
import type { Scenario } from './scenario.ts';

/** Longer than an election and a reconnect: the gap of one fault must not be counted for the next. */
const calmMs = 3_000;

export type RabbitmqUnderLoad = {
  readonly cluster: RabbitmqRef;
  readonly load: RabbitmqLoad;
  /** Names the mark, and the figure. */
  readonly title: string;
  /** How long no message may be confirmed; absent where that is no promise. */
  readonly limitMs?: number;
  /** Breaks or changes something, and waits until it is over. */
  readonly act: () => Promise<unknown>;
};

/** Does something under load, and says for how long nothing was confirmed. Fails where that is longer than it may be. */
export async function rabbitmqGap({ bed, figure }: Scenario, { cluster, load, title, limitMs, act }: RabbitmqUnderLoad): Promise<number> {
  await load.mark(title);
  await act();
  await delay(calmMs);
  const { acknowledged } = await load.state();
  await awaitWrites(bed, cluster, load, acknowledged + 50);
  const gapMs = (await load.state()).marks.at(-1)?.gapMs ?? Number.POSITIVE_INFINITY;
  figure(`${title}: longest gap between confirms`, formatSeconds(gapMs), limitMs === undefined ? undefined : formatSeconds(limitMs, 0));
  if (limitMs !== undefined) expect(gapMs, `gap of ${title}`).toBeLessThanOrEqual(limitMs);
  return gapMs;
}

/** Ends the load. Fails where a confirmed message was not delivered. */
export async function expectNoMessageLost({ figure }: Scenario, load: RabbitmqLoad): Promise<void> {
  const { lost, acknowledged, errors, repeated } = await load.finish();
  const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  figure('confirmed messages lost', `${lost} of ${acknowledged}, repeated ${repeated}, failed: ${failed.join(', ') || 'none'}`, '0');
  expect(lost).toBe(0);
}
