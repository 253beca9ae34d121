import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

const root = fileURLToPath(new URL('../..', import.meta.url));
const heading = '## Controls and their tests';

type Control = { readonly name: string; readonly tests: readonly string[]; readonly hasReason: boolean };

/** The rows of the table that follows the heading. */
function controlsOf(page: string): readonly Control[] {
  const section = page.split(`\n${heading}\n`)[1]?.split('\n## ')[0] ?? '';
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  return rows.slice(2).map((row) => {
    const [, name = '', , evidence = ''] = row.split('|').map((cell) => cell.trim());
    const tests = [...evidence.matchAll(/\]\(([^)#]+\.test\.ts)\)/g)].map(([, path = '']) => path);
    return { name, tests, hasReason: /^Reason: \S.{40,}/.test(evidence) };
  });
}

/** Names of controls that nothing holds: neither a test that is there nor a reason. */
function unheld(controls: readonly Control[], isThere: (path: string) => boolean): readonly string[] {
  return controls.filter(({ tests, hasReason }) => !tests.every(isThere) || (tests.length === 0 && !hasReason)).map(({ name }) => name);
}

test('every control of SECURITY.md has a test that is there, or a reason', () => {
  const controls = controlsOf(readFileSync(join(root, 'SECURITY.md'), 'utf8'));
  expect(controls.length).toBeGreaterThan(20);
  expect(new Set(controls.map(({ name }) => name)).size).toBe(controls.length);
  expect(unheld(controls, (path) => existsSync(join(root, path)))).toEqual([]);
});

test('a row with neither, or with a test that is gone, is named', () => {
  const reason = 'Reason: not held by this project, since that is up to the network of the cluster.';
  const rows = [
    '| a | x | [t](a.test.ts) |',
    '| b | x | [t](gone.test.ts) |',
    '| c | x | |',
    `| d | x | ${reason} |`,
    '| e | x | Reason: no |',
  ];
  const page = `# Page\n\n${heading}\n\n| control | what | tests |\n| --- | --- | --- |\n${rows.join('\n')}\n\n## Next\n\n| f | x | |\n`;
  expect(controlsOf(page).map(({ name }) => name)).toEqual(['a', 'b', 'c', 'd', 'e']);
  expect(unheld(controlsOf(page), (path) => path === 'a.test.ts')).toEqual(['b', 'c', 'e']);
});
