import { expect } from 'vitest';
import { formatSeconds } from './format-table.ts';
import type { Scenario } from './scenario.ts';
import { finishZookeeperLoad, type ZookeeperLoad } from './zookeeper-load.ts';
import type { ZookeeperRef } from './zookeeper-object.ts';
import { underZookeeperLoad } from './zookeeper-under-load.ts';

export type UnderLoad = {
  readonly cluster: ZookeeperRef;
  readonly load: ZookeeperLoad;
  /** Names the mark, and the figure. */
  readonly title: string;
  /** How long nobody may go without an answer; absent where that is no promise. */
  readonly limitMs?: number;
  /** Breaks or changes something, and waits until it is over. */
  readonly act: () => Promise<unknown>;
};

/** Does something under load, and says for how long nobody got an answer. Fails where that is longer than it may be. */
export async function gapOf({ bed, figure }: Scenario, { cluster, load, title, limitMs, act }: UnderLoad): Promise<number> {
  const gapMs = await underZookeeperLoad(bed, { cluster, load, name: title }, act);
  figure(`${title}: longest gap between writes`, formatSeconds(gapMs), limitMs === undefined ? undefined : formatSeconds(limitMs, 0));
  if (limitMs !== undefined) expect(gapMs, `gap of ${title}`).toBeLessThanOrEqual(limitMs);
  return gapMs;
}

/**
 * Ends the load. Fails where an acknowledged write is lost, or where what the clients saw has no order.
 *
 * @param mayExpire whether writes stood still for longer than sessions last
 */
export async function expectNothingLost({ figure }: Scenario, load: ZookeeperLoad, mayExpire = false): Promise<void> {
  const { lost, acknowledged, errors, registers, expiredSessions, verdict, verifyError } = await finishZookeeperLoad(load);
  const failed = Object.entries(errors).map(([error, count]) => `${error} ${count}`);
  figure('acknowledged writes lost', `${lost} of ${acknowledged}, failed: ${failed.join(', ') || 'none'}`, '0');
  figure('operations on registers', `${verdict.operations}, ${verdict.result}, of unknown end ${registers.unknown ?? 0}`, 'linearizable');
  expect({ lost, verifyError }).toEqual({ lost: 0, verifyError: undefined });
  if (!mayExpire) expect(expiredSessions).toBe(0);
  expect(registers.ok).toBeGreaterThan(100);
  expect(verdict).toMatchObject({ result: 'linearizable', registers: 3 });
}
