import { expect, test } from 'vitest';
import { GiveUp, waitUntil } from './wait-until.ts';

test('asks again while the answer is no, nothing, or an error', async () => {
  const answers = [() => false as const, () => undefined, () => failWith(new Error('not yet')), () => 'yes'];
  await expect(waitUntil(() => answers.shift()?.(), { what: 'yes', timeoutMs: 5000, intervalMs: 1 })).resolves.toBe('yes');
});

test('says what it waited for, the last error, and what the caller knows', async () => {
  const waiting = waitUntil(() => failWith(new Error('connection refused')), {
    what: 'the server',
    timeoutMs: 20,
    intervalMs: 1,
    explain: () => 'see the log',
  });
  await expect(waiting).rejects.toThrow('waited 0 s in vain for the server: connection refused\nsee the log');
});

test('stops at once when waiting is of no use', async () => {
  const waiting = waitUntil(() => failWith(new GiveUp('the program ended')), { what: 'the server', timeoutMs: 60_000 });
  await expect(waiting).rejects.toThrow('the program ended');
});

function failWith(error: Error): never {
  throw error;
}
