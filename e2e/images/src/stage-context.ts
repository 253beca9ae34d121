import { copyFile, mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile, Recipe } from './recipe.ts';

/** Lays the Containerfile and all files that it adds into one folder, ready for `buildah bud` or `docker build`. */
export async function stageContext(
  recipe: Pick<Recipe, 'name' | 'folder' | 'containerfile'>,
  files: readonly ContextFile[],
  folder: string,
  onStep: (step: string) => void,
  signal?: AbortSignal,
): Promise<void> {
  await mkdir(folder, { recursive: true });
  await copyFile(containerfilePath(recipe), join(folder, 'Containerfile'));
  for (const file of files) {
    if (file.step) onStep(file.step);
    await file.provide(join(folder, file.name), signal);
  }
}

export function containerfilePath({ name, folder, containerfile }: Pick<Recipe, 'name' | 'folder' | 'containerfile'>): string {
  return containerfile ?? join(containerfilesFolder, folder ?? name, 'Containerfile');
}
