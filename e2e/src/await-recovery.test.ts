import { expect, test } from 'vitest';
import type { FaultReport } from '../client/src/fault-mark.ts';
import type { LoadState } from '../client/src/ledger.ts';
import { awaitRecovery } from './await-recovery.ts';

const mark: FaultReport = { mark: 'fault', markedMs: 0, firstFailureMs: 1, gapStartedMs: 0, firstSuccessAfterMs: 5, gapMs: 2000 };
const state = (lastSuccessMs: number, firstSuccessAfterMs: number | null): LoadState => ({
  attempted: 20,
  acknowledged: 10,
  errors: { READONLY: 10 },
  startedMs: 0,
  lastSuccessMs,
  longestGapMs: 2000,
  gapStartedMs: 0,
  marks: [{ ...mark, firstSuccessAfterMs }],
});

/** A client that writes again from the third question on. */
function recoveringClient() {
  let asked = 0;
  return () => {
    asked += 1;
    return asked < 3 ? state(1, null) : state(asked, 5);
  };
}

test('it returns when those that follow write again, whatever becomes of the one that does not', async () => {
  const plain = recoveringClient();
  const ticks: number[] = [];
  const onTick = ({ plain: { lastSuccessMs } }: { readonly plain: LoadState }) => ticks.push(lastSuccessMs ?? 0);
  await awaitRecovery(async () => ({ plain: plain(), pinned: state(1, null) }), { timeoutMs: 20_000, settleMs: 0, onTick });
  expect(ticks).toEqual([1, 3]);
});

test('it says what each client saw when one stays silent', async () => {
  const silent = awaitRecovery(async () => ({ plain: state(1, null), service: state(1, null) }), { timeoutMs: 500, settleMs: 0 });
  await expect(silent).rejects.toThrow(/plain: 2 s without writes, 10 acknowledged, failed: READONLY 10\. Service: 2 s without/);
});

test('a question that gets lost, the first one too, says nothing about the clients', async () => {
  const plain = recoveringClient();
  let asked = 0;
  const answer = async () => {
    asked += 1;
    if (asked === 1) throw new Error('the API server is busy');
    return { plain: plain() };
  };
  await awaitRecovery(answer, { timeoutMs: 20_000, settleMs: 0 });
  expect(asked).toBeGreaterThan(3);
});
