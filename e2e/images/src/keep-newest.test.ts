import { mkdtemp, readdir, rm, utimes, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { hexDigits, keepNewest } from './keep-newest.ts';

test('keeps the three newest of one image and leaves the others alone', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'keep-newest-'));
  onTestFinished(() => rm(folder, { recursive: true }));
  const names = ['redis-a1.tar', 'redis-b2.tar', 'redis-c3.tar', 'redis-d4.tar', 'redis-exporter-a1.tar'];
  for (const [seconds, name] of names.entries()) {
    await writeFile(join(folder, name), '');
    await utimes(join(folder, name), seconds, seconds);
  }
  await keepNewest(join(folder, `redis-${hexDigits(2)}.tar`));
  expect(await readdir(folder)).toEqual(names.slice(1));
});
