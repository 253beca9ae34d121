import { createHash } from 'node:crypto';
import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { bundle } from '../../../tools/bundle.ts';
import { imagesFolder, repository } from './folders.ts';
import { hexDigits, keepNewest } from './keep-newest.ts';

export type BundleSources = {
  /** The module to start from. All paths are relative to the repository. */
  readonly entry: string;
  /** Folders of everything of ours that the entry may import. */
  readonly folders: readonly string[];
};

const keyLength = 32;
const always = ['package-lock.json', 'tools/bundle.ts'];

/**
 * The folder with `main.mjs` and its map, bundled only when a source changed since: reading all sources takes
 * milliseconds, bundling a second.
 */
export async function cachedBundle(sources: BundleSources, onStep: (step: string) => void): Promise<string> {
  if (!existsSync(join(repository, sources.entry)))
    throw new Error(`The entry ${sources.entry} does not exist, so there is nothing to bundle.`);
  const key = await sourceKey(sources);
  const parent = join(imagesFolder(), 'bundles');
  const prefix = basename(dirname(dirname(sources.entry)));
  const folder = join(parent, `${prefix}-${key}`);
  if (existsSync(folder)) return folder;
  onStep('bundling');
  const partial = `${folder}.partial-${process.pid}`;
  await mkdir(partial, { recursive: true });
  await bundle({ entry: join(repository, sources.entry), file: join(partial, 'main.mjs') });
  await rm(folder, { recursive: true, force: true });
  await rename(partial, folder);
  await keepNewest(join(parent, `${prefix}-${hexDigits(keyLength)}`));
  return folder;
}

async function sourceKey({ entry, folders }: BundleSources): Promise<string> {
  const patterns = folders.flatMap((folder) => [`${folder}/**/*.ts`, `${folder}/package.json`]);
  const found: string[] = [];
  for await (const path of glob([...patterns, ...always], { cwd: repository, exclude: (path) => path.endsWith('node_modules') })) {
    if (!path.endsWith('.test.ts')) found.push(path);
  }
  const hash = createHash('sha256').update(entry);
  for (const path of found.sort()) {
    const content = await readFile(join(repository, path));
    hash.update(`\0${path}\0${content.length}\0`).update(content);
  }
  return hash.digest('hex').slice(0, keyLength);
}
