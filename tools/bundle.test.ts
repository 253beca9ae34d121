import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { bundle } from './bundle.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const folders: string[] = [];

/** The operators', as their image has it. */
async function bundled(): Promise<Readonly<Record<'code' | 'map', string>>> {
  const folder = mkdtempSync(join(tmpdir(), 'dataservices-bundle-'));
  folders.push(folder);
  const file = join(folder, 'main.mjs');
  await bundle({ entry: join(repository, 'operators/all/src/main.ts'), file });
  return { code: readFileSync(file, 'utf8'), map: readFileSync(`${file}.map`, 'utf8') };
}

let first = { code: '', map: '' };

beforeAll(async () => {
  first = await bundled();
}, 120_000);

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true });
});

test('the same sources give the same bytes, wherever they are written', { timeout: 120_000 }, async () => {
  const second = await bundled();
  expect(second.code === first.code).toBe(true);
  expect(second.map === first.map).toBe(true);
});

test('nothing says on which machine it was made', () => {
  expect(first.code.includes(repository) || first.map.includes(repository)).toBe(false);
});
