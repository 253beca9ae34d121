import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Generated, type GeneratedFile, generatedMark } from './generator.ts';

/** What differs between what is committed and what the sources give. */
export type Change =
  | { readonly kind: 'missing' | 'stale'; readonly path: string }
  | { readonly kind: 'changed'; readonly path: string; readonly line: number; readonly committed: string; readonly generated: string };

export function findChanges(root: string, generated: readonly Generated[]): readonly Change[] {
  // Several generators may have files in one folder.
  const made = new Set(generated.flatMap(({ files }) => files.map(({ path }) => path)));
  const folders = new Set(generated.map(({ folder }) => folder));
  return [
    ...generated.flatMap(({ files }) => files.flatMap((file) => changeOf(root, file))),
    ...[...folders].flatMap((folder) => staleFiles(root, folder, made)),
  ];
}

function changeOf(root: string, { path, content }: GeneratedFile): readonly Change[] {
  const target = join(root, path);
  if (!existsSync(target)) return [{ kind: 'missing', path }];
  const committed = readFileSync(target, 'utf8');
  if (committed === content) return [];
  const [before, after] = [committed.split('\n'), content.split('\n')];
  const index = after.findIndex((line, position) => line !== before[position]);
  const line = index === -1 ? after.length : index;
  return [{ kind: 'changed', path, line: line + 1, committed: before[line] ?? '', generated: after[line] ?? '' }];
}

/** A renamed kind would otherwise leave its old CRD behind for ever. Hand-written neighbours carry no mark. */
function staleFiles(root: string, folder: string, made: ReadonlySet<string>): readonly Change[] {
  if (!existsSync(join(root, folder))) return [];
  return readdirSync(join(root, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => `${folder}/${entry.name}`)
    .filter((path) => !made.has(path))
    .filter((path) => readFileSync(join(root, path), 'utf8').split('\n', 1)[0]?.includes(generatedMark) === true)
    .map((path) => ({ kind: 'stale', path }));
}

export function describeChange(change: Change): string {
  switch (change.kind) {
    case 'missing':
      return `${change.path} is missing`;
    case 'stale':
      return `${change.path} is made by no generator any more`;
    case 'changed':
      return `${change.path}:${change.line} differs\n  - ${change.committed}\n  + ${change.generated}`;
  }
}
