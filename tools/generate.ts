/**
 * Writes every generated file, or says with `--check` which ones are out of date (exit 1).
 * `--openapi <file>` first takes the pod fields from an API server's `/openapi/v3/api/v1`, saved to that file.
 */
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { describeChange, findChanges } from './generate/changes.ts';
import { type OpenApiDocument, podFieldsSource } from './generate/pod-fields.ts';

const root = fileURLToPath(new URL('..', import.meta.url));
const { values } = parseArgs({ options: { check: { type: 'boolean', default: false }, openapi: { type: 'string' } } });

if (values.openapi !== undefined) {
  const document = JSON.parse(readFileSync(values.openapi, 'utf8')) as OpenApiDocument;
  writeFileSync(join(root, 'libs/api/src/generated/pod-fields.ts'), podFieldsSource(document));
}

// Only now: the schemas are computed from the pod fields at import.
const { generators } = await import('./generate/generators.ts');
const generated = await Promise.all(generators.map(async (generator) => ({ folder: generator.folder, files: await generator.files() })));
const changes = findChanges(root, generated);

if (values.check) {
  for (const change of changes) console.error(describeChange(change));
  if (changes.length > 0) console.error('Generated files are out of date: run `npm run generate` and commit the result.');
  process.exitCode = changes.length > 0 ? 1 : 0;
} else {
  const contents = new Map(generated.flatMap(({ files }) => files.map((file) => [file.path, file.content] as const)));
  for (const { path } of changes) {
    const content = contents.get(path);
    if (content === undefined) rmSync(join(root, path));
    else write(join(root, path), content);
  }
  console.log(`${contents.size} generated files, ${changes.length} of them changed`);
}

function write(path: string, content: string): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, content);
}
