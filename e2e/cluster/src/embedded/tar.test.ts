import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';
import { createTar } from './tar.ts';

test('GNU tar unpacks what went in', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'tar-'));
  const program = Buffer.alloc(1000, 'x');
  await writeFile(
    join(folder, 'all.tar'),
    createTar([
      { name: 'program', content: program, isExecutable: true },
      { name: 'empty', content: Buffer.alloc(0) },
    ]),
  );
  await runCommand('tar', ['--extract', '--file', join(folder, 'all.tar'), '--directory', folder]);
  expect(await readFile(join(folder, 'program'))).toEqual(program);
  expect((await stat(join(folder, 'program'))).mode & 0o777).toBe(0o755);
  expect((await stat(join(folder, 'empty'))).size).toBe(0);
  await rm(folder, { recursive: true });
});

test('the same content gives the same bytes, so that an image keeps its digest', () => {
  const entries = [{ name: 'a', content: Buffer.from('b') }];
  expect(createTar(entries)).toEqual(createTar(entries));
  expect(createTar(entries).length % 512).toBe(0);
});
