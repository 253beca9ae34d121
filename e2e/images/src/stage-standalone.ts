import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Recipe } from './recipe.ts';
import { parents } from './recipes.ts';
import { containerfilePath, stageContext } from './stage-context.ts';

/**
 * Lays out what `docker build` or `podman build` makes an image of without any other image of ours: those that it stands on are stages of
 * its Containerfile, down to Debian's own.
 */
export async function stageStandalone(recipe: Recipe, folder: string, onStep: (step: string) => void): Promise<void> {
  for (const one of chainOf(recipe)) await stageContext(one, await one.contextFiles(onStep), folder, onStep);
  const texts = await Promise.all(
    chainOf(recipe).map(async (one) => ({ name: one.name, text: await readFile(containerfilePath(one), 'utf8') })),
  );
  await writeFile(join(folder, 'Containerfile'), asStages(texts));
}

/** The image and those below it, the lowest first, but for the base that is as good as Debian's. */
function chainOf(recipe: Recipe): readonly Recipe[] {
  const parent = recipe.parent === undefined || recipe.parent === 'base' ? undefined : parents[recipe.parent];
  return parent === undefined ? [recipe] : [...chainOf(parent), recipe];
}

/** @param files the lowest first */
export function asStages(files: readonly { readonly name: string; readonly text: string }[]): string {
  return files
    .map(({ name, text }, at) => {
      const below = files[at - 1]?.name;
      const based = below === undefined ? text : text.replace(/^ARG BASE=.*\n/m, '').replace(/^FROM \$\{BASE\}/gm, `FROM ${below}`);
      return at === files.length - 1 ? based : based.replace(/^(FROM (?!.* AS ).*)$/m, `$1 AS ${name}`);
    })
    .join('\n');
}
