import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { childrenOf, identifyProcess, isAlive, killProcesses, type ProcessId } from './process-table.ts';

function startSleeper(): ProcessId {
  const identity = identifyProcess(spawn('sleep', ['60']).pid ?? 0);
  if (identity === undefined) throw new Error('sleep did not start');
  return identity;
}

test('kills exactly the process that was meant', async () => {
  const [victim, bystander] = [startSleeper(), startSleeper()];
  await killProcesses([victim]);
  expect([victim, bystander].map(isAlive)).toEqual([false, true]);
  await killProcesses([bystander]);
});

test('a process that was given the pid of an earlier one is left alone', async () => {
  const sleeper = startSleeper();
  const earlier = { pid: sleeper.pid, startTime: '1' };
  expect(isAlive(earlier)).toBe(false);
  await killProcesses([earlier]);
  expect(isAlive(sleeper)).toBe(true);
  await killProcesses([sleeper]);
});

test('a process that has ended but was not reaped yet does not live', async () => {
  const parent = spawn('bash', ['-c', 'sleep 0 & exec sleep 60']);
  const pid = parent.pid ?? 0;
  await expect.poll(() => readFileSync(`/proc/${pid}/comm`, 'utf8')).toBe('sleep\n');
  expect(readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8')).not.toBe('');
  await expect.poll(() => childrenOf(pid)).toEqual([]);
  await killProcesses([identifyProcess(pid)].filter((found) => found !== undefined));
});

test('children are found', async () => {
  const parent = spawn('bash', ['-c', 'sleep 60 & wait']);
  const pid = parent.pid ?? 0;
  await expect.poll(() => childrenOf(pid).length).toBe(1);
  const family = [...childrenOf(pid), ...[identifyProcess(pid)].filter((found) => found !== undefined)];
  await killProcesses(family);
  expect(family.some(isAlive)).toBe(false);
});
