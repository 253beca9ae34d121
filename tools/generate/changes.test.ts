import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { describeChange, findChanges } from './changes.ts';
import { type Generated, generatedMark } from './generator.ts';

let root = '';

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'generate-'));
  mkdirSync(join(root, 'crds'));
});

afterEach(() => rmSync(root, { recursive: true }));

const generated: Generated = {
  folder: 'crds',
  files: [{ path: 'crds/a.yaml', content: `# ${generatedMark}\none: 1\ntwo: 2\n` }],
};

function commit(name: string, content: string): void {
  writeFileSync(join(root, 'crds', name), content);
}

test('nothing changes where the committed file is what the sources give', () => {
  commit('a.yaml', `# ${generatedMark}\none: 1\ntwo: 2\n`);
  expect(findChanges(root, [generated])).toEqual([]);
});

test('a missing file is named', () => {
  expect(findChanges(root, [generated]).map(describeChange)).toEqual(['crds/a.yaml is missing']);
});

test('a changed line is shown with its place, old and new', () => {
  commit('a.yaml', `# ${generatedMark}\none: 1\ntwo: 3\n`);
  expect(findChanges(root, [generated]).map(describeChange)).toEqual(['crds/a.yaml:3 differs\n  - two: 3\n  + two: 2']);
});

test('a longer committed file is a change', () => {
  commit('a.yaml', `# ${generatedMark}\none: 1\ntwo: 2\nthree: 3\n`);
  expect(findChanges(root, [generated])).toMatchObject([{ kind: 'changed', path: 'crds/a.yaml' }]);
});

test('a generated file that nothing makes any more is stale, a hand-written one is left alone', () => {
  commit('a.yaml', `# ${generatedMark}\none: 1\ntwo: 2\n`);
  commit('old.yaml', `# ${generatedMark}\n`);
  commit('hand-written.yaml', '# mine\n');
  expect(findChanges(root, [generated])).toEqual([{ kind: 'stale', path: 'crds/old.yaml' }]);
});

test('what another generator makes in the same folder is not stale', () => {
  const content = `# ${generatedMark}\n`;
  commit('a.yaml', generated.files[0]?.content ?? '');
  commit('b.yaml', content);
  const other = { folder: 'crds', files: [{ path: 'crds/b.yaml', content }] };
  expect(findChanges(root, [generated, other])).toEqual([]);
});
