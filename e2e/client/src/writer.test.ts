import { expect, test } from 'vitest';
import type { Attempt } from './attempt.ts';
import { type Write, writeAtRate } from './writer.ts';

async function attemptsOf(write: Write, maxInFlight: number, isEnough: (attempts: readonly Attempt[]) => boolean) {
  const stop = new AbortController();
  const attempts: Attempt[] = [];
  const onAttempt = (attempt: Attempt) => {
    attempts.push(attempt);
    if (isEnough(attempts)) stop.abort();
  };
  await writeAtRate({ write, ratePerSecond: 1000, maxInFlight, onAttempt, signal: stop.signal });
  return attempts;
}

test('numbers attempts without holes and tells success from failure', async () => {
  const write = async (seq: number) => {
    if (seq % 2 === 0) throw Object.assign(new Error('READONLY no'), { name: 'ReplyError' });
  };
  // A machine that is busy lets many come due at once.
  const attempts = await attemptsOf(write, 10_000, ({ length }) => length >= 6);
  expect(attempts.slice(0, 4).map(({ seq, ok, error }) => [seq, ok, error])).toEqual([
    [1, true, undefined],
    [2, false, 'READONLY'],
    [3, true, undefined],
    [4, false, 'READONLY'],
  ]);
});

test('does not send what exceeds the bound, and waits for what was sent', async () => {
  const held: (() => void)[] = [];
  const write = () => new Promise<void>((resolve) => held.push(resolve));
  const attempts = await attemptsOf(write, 2, (all) => {
    if (all.length < 3) return false;
    for (const release of held) release();
    return true;
  });
  const saturated = attempts.filter(({ error }) => error === 'Saturated');
  expect(held).toHaveLength(2);
  expect(saturated.map(({ seq }) => seq)).toEqual(saturated.map((_, index) => index + 3));
  expect(attempts.filter(({ ok }) => ok).map(({ seq }) => seq)).toEqual([1, 2]);
});
