import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { imagesFolder } from './folders.ts';
import { hexDigits, keepNewest } from './keep-newest.ts';
import type { ImageName } from './recipe.ts';
import { runProgram } from './run-program.ts';

export type BuiltImage = {
  readonly name: ImageName;
  /** What a pod names in `image`. */
  readonly reference: string;
  /** A docker archive for `ctr --namespace k8s.io images import`, `kind load image-archive` or `docker load`. */
  readonly archivePath: string;
  /** Digest of the image's configuration, as `crictl images` shows it. */
  readonly imageId: string;
};

export function archivePath(name: ImageName, key: string): string {
  return join(imagesFolder(), `${name}-${key}.tar`);
}

/** The image that an earlier run finished, or undefined. */
export async function findArchive(name: ImageName, reference: string, key: string): Promise<BuiltImage | undefined> {
  const path = archivePath(name, key);
  if (!existsSync(path) || !existsSync(idPath(path))) return undefined;
  return { name, reference, archivePath: path, imageId: (await readFile(idPath(path), 'utf8')).trim() };
}

/** Writes an archive under a temporary name and then renames it, so that a half-written one is never taken for a whole one. */
export async function writeArchive(path: string, write: (partialPath: string) => Promise<string>): Promise<string> {
  const partial = `${path}.partial-${process.pid}`;
  await mkdir(dirname(path), { recursive: true });
  await rm(partial, { force: true });
  const imageId = await write(partial);
  await writeFile(idPath(path), `${imageId}\n`);
  await rename(partial, path);
  return imageId;
}

export async function pruneArchives(name: ImageName): Promise<void> {
  const archive = archivePath(name, hexDigits(64));
  await keepNewest(archive);
  await keepNewest(idPath(archive));
}

/** Removes what interrupted builds left. Only while nobody else builds. */
export async function removePartialWork(): Promise<void> {
  for await (const path of glob(join(imagesFolder(), '*.partial-*'))) await rm(path, { force: true });
  // Kept to one file system: a killed program may have left a mount below, whose content is not ours to delete.
  await runProgram('rm', ['-r', '-f', '--one-file-system', join(imagesFolder(), 'tmp')]);
}

function idPath(path: string): string {
  return path.replace(/\.tar$/, '.id');
}
