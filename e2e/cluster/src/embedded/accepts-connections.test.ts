import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { waitUntil } from '../wait-until.ts';
import { acceptsConnections } from './accepts-connections.ts';

let folder = '';
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'accepts-'));
});
afterAll(() => rm(folder, { recursive: true, force: true }));

test('a socket whose program was killed is there, and accepts nothing', async () => {
  const path = join(folder, 'socket');
  expect(await acceptsConnections(path)).toBe(false);
  const program = spawn(process.execPath, ['-e', `require('node:net').createServer().listen(${JSON.stringify(path)})`], {
    stdio: 'ignore',
  });
  const ended = once(program, 'exit');
  try {
    await waitUntil(() => acceptsConnections(path), { what: 'a program that listens', timeoutMs: 30_000 });
  } finally {
    program.kill('SIGKILL');
  }
  await ended;
  expect([existsSync(path), await acceptsConnections(path)]).toEqual([true, false]);
});
