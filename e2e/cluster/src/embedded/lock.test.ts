import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { layoutOf } from './layout.ts';
import { withLock } from './lock.ts';

let stateRoot = '';
const layout = () => layoutOf('mine', { DATASERVICES_STATE: stateRoot });
const lockPath = () => `${layout().folder}.lock`;

beforeEach(() => {
  stateRoot = mkdtempSync(join(tmpdir(), 'lock-'));
});
afterEach(() => rmSync(stateRoot, { recursive: true }));

test('a second change of the same cluster is refused, and says by whom it is held', async () => {
  await withLock(layout(), async () => {
    await expect(withLock(layout(), async () => {})).rejects.toThrow(`process ${process.pid} is changing the cluster "mine"`);
  });
});

test('clusters of other names do not wait', async () => {
  const other = layoutOf('other', { DATASERVICES_STATE: stateRoot });
  await withLock(layout(), () => withLock(other, async () => {}));
});

test('is given back when the work fails', async () => {
  await expect(withLock(layout(), () => Promise.reject(new Error('broken')))).rejects.toThrow('broken');
  expect(existsSync(lockPath())).toBe(false);
});

test.for([
  ['a process that has ended', JSON.stringify({ pid: 4_194_303, startTime: '1' })],
  ['an earlier process of the same pid', JSON.stringify({ pid: process.pid, startTime: '1' })],
  ['nobody', ''],
])('a lock that was left by %s is taken over', async ([, content = '']) => {
  writeFileSync(lockPath(), content);
  await expect(withLock(layout(), async () => 'done')).resolves.toBe('done');
});
