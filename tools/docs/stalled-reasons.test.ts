import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '../..');
const read = (path: string) => readFileSync(join(root, path), 'utf8');

/** Reasons that are written down in a folder, of what only a person can mend: one word, that a message follows, and nothing holds. */
function reasonsIn(folder: string): readonly string[] {
  const files = readdirSync(join(root, folder)).filter((name) => name.endsWith('.ts') && !name.endsWith('.test.ts'));
  const lines = files.flatMap((name) => read(`${folder}/${name}`).split('\n')).filter((line) => !/holds|rule:/.test(line));
  return lines.flatMap((line) =>
    [...(/\breason: (.*)/.exec(line)?.[1] ?? '').matchAll(/'([A-Z][a-zA-Z]+)'/g)].map(([, reason = '']) => reason),
  );
}

const sectionOf = (page: string, title: string) =>
  read(page)
    .split(/^## /m)
    .find((section) => section.startsWith(title)) ?? '';
const common = sectionOf('docs/concepts.md', 'When a person has to decide');

test.for(['redis', 'zookeeper', 'rabbitmq', 'kafka'])('what only a person can mend is explained, of %s', (service) => {
  const reasons = [...reasonsIn('libs/members/src'), ...reasonsIn(`operators/${service}/src/plan`)];
  expect(reasons.length).toBeGreaterThan(8);
  const explained = `${common}${sectionOf(`docs/${service}.md`, 'Troubleshooting')}`;
  expect(reasons.filter((reason) => !explained.includes(`\`${reason}\``))).toEqual([]);
});
