import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { binariesFolder, binariesKey, binariesModule } from './binaries-folder.mjs';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'binaries-'));
  mkdirSync(join(folder, 'program'));
  write('go.mod', 'module x');
  write('program/main.go', 'package main');
});

afterEach(() => rmSync(folder, { recursive: true }));

function write(path: string, content: string): void {
  writeFileSync(join(folder, path), content);
}

test('lies in the cache, under the key of the sources', () => {
  expect(binariesFolder({ DATASERVICES_CACHE: '/cache' })).toBe(`/cache/binaries/${binariesKey(binariesModule)}`);
  expect(binariesFolder({ XDG_CACHE_HOME: '/xdg' })).toBe(`/xdg/dataservices/binaries/${binariesKey(binariesModule)}`);
});

test.for([
  ['another source', 'program/main.go', 'package main // changed'],
  ['another dependency', 'go.mod', 'module x // changed'],
  ['a new file', 'program/other.go', ''],
])('%s gives another key', ([, path = '', content = '']) => {
  const before = binariesKey(folder);
  write(path, content);
  expect(binariesKey(folder)).not.toBe(before);
});

test('what is not built from leaves the key as it is', () => {
  const before = binariesKey(folder);
  write('README.md', 'words');
  expect(binariesKey(folder)).toBe(before);
});

test('content that moves from one file to the next gives another key', () => {
  write('program/a.go', 'ab');
  write('program/b.go', 'c');
  const before = binariesKey(folder);
  write('program/a.go', 'a');
  write('program/b.go', 'bc');
  expect(binariesKey(folder)).not.toBe(before);
});
