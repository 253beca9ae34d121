import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { anchorsOf } from './headings.ts';
import { brokenLinks, localLinksOf } from './links.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));
const pages = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.md'], { cwd: root, encoding: 'utf8' })
  .trim()
  .split('\n');

test('every link of every page leads somewhere', () => {
  expect(pages.length).toBeGreaterThan(60);
  expect(pages.flatMap((page) => brokenLinks(root, page).map((link) => `${page}: ${link}`))).toEqual([]);
});

test('every page of docs can be reached from its index', () => {
  const reached = new Set(['docs/README.md']);
  for (const page of reached) {
    for (const link of localLinks(page)) if (link.startsWith('docs/') && link.endsWith('.md')) reached.add(link);
  }
  expect(pages.filter((page) => page.startsWith('docs/') && !page.startsWith('docs/adr/') && !reached.has(page))).toEqual([]);
});

function localLinks(page: string): readonly string[] {
  return localLinksOf(readFileSync(join(root, page), 'utf8')).map((link) =>
    new URL(link.split('#')[0] ?? '', `file:///${page}`).pathname.slice(1),
  );
}

test('links of code are none, and anchors are those of headings outside of it', () => {
  const page = '# A `b`, (c)\n\n```md\n# not\n[x](nowhere.md)\n```\n\n[y](z.md) `[x](nowhere.md)`\n## Ümlaut & more';
  expect(localLinksOf(page)).toEqual(['z.md']);
  expect([...anchorsOf(page)]).toEqual(['a-b-c', 'ümlaut--more']);
});
