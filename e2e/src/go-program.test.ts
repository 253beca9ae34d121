import { mkdirSync, mkdtempSync, readdirSync, rmSync, utimesSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, join } from 'node:path';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { binariesKey } from '../../tools/bootstrap/binaries-folder.mjs';
import { ensureGoProgram } from './go-program.ts';

let folder = '';
let source = '';

/** A compiler that is new enough and makes an empty program; the path of it follows `-o`. */
const compiler = `#!/bin/sh
case "$1" in
version) echo 'go version go9.9.9 linux/amd64' ;;
build) while [ "$1" != -o ]; do shift; done; : > "$2" ;;
esac
`;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'go-program-'));
  source = join(folder, 'source');
  write('source/go.mod', { content: 'module checker' });
  write('path/go', { content: compiler, mode: 0o755 });
  vi.stubEnv('DATASERVICES_CACHE', join(folder, 'cache'));
  vi.stubEnv('PATH', `${join(folder, 'path')}:${process.env.PATH}`);
  vi.spyOn(process.stderr, 'write').mockReturnValue(true);
});

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

function write(path: string, { content = '', mode = 0o644, daysOld = 0 }): void {
  const file = join(folder, path);
  mkdirSync(dirname(file), { recursive: true });
  writeFileSync(file, content, { mode });
  const seconds = Date.now() / 1000 - daysOld * 24 * 3600;
  utimesSync(file, seconds, seconds);
}

const built = () => readdirSync(join(folder, 'cache', 'checker')).sort();

test('builds once for the same source', async () => {
  const program = await ensureGoProgram({ name: 'checker', source });
  expect(built()).toEqual([basename(program)]);
  write('path/go', { content: '#!/bin/sh\nexit 1\n', mode: 0o755 });
  expect(await ensureGoProgram({ name: 'checker', source })).toBe(program);
});

test('removes what nobody has used for a month, and what a run left that was killed then', async () => {
  write('cache/checker/of-last-year', { daysOld: 365 });
  write('cache/checker/of-last-year.4711', { daysOld: 365 });
  write('cache/checker/of-last-week', { daysOld: 7 });
  write('cache/another/of-last-year', { daysOld: 365 });
  const program = await ensureGoProgram({ name: 'checker', source });
  expect(built()).toEqual([basename(program), 'of-last-week'].sort());
  expect(readdirSync(join(folder, 'cache', 'another'))).toEqual(['of-last-year']);
});

test('a program that another run has begun to use is not removed, however long ago it was built', async () => {
  const inUse = binariesKey(source);
  write(`cache/checker/${inUse}`, { daysOld: 365 });
  await ensureGoProgram({ name: 'checker', source });
  write('source/main.go', { content: 'package main' });
  const program = await ensureGoProgram({ name: 'checker', source });
  expect(built()).toEqual([inUse, basename(program)].sort());
});
