import { mkdtemp, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { archivePath, type BuiltImage, pruneArchives, writeArchive } from './archive.ts';
import type { Buildah } from './buildah.ts';
import { imagesFolder } from './folders.ts';
import type { Planned, Report } from './planned-image.ts';
import type { ImageRecipe } from './recipe.ts';
import { stageContext } from './stage-context.ts';

export type ImageBuilder = (planned: Planned<ImageRecipe>) => Promise<BuiltImage>;

/** Builds images and the parents that they need; a parent stays in buildah's storage, an image only in its archive. */
export function openImageBuilder(buildah: Buildah, report: Report, signal?: AbortSignal): ImageBuilder {
  const parentTags = new Map<string, Promise<string>>();

  function ensureParent(planned: Planned): Promise<string> {
    const tag = parentTags.get(planned.key) ?? buildParent(planned);
    parentTags.set(planned.key, tag);
    return tag;
  }

  async function buildParent(planned: Planned): Promise<string> {
    const tag = tagOf(planned);
    if (await buildah.hasImage(tag)) return tag;
    await build(planned, tag);
    report(planned.recipe.name, 'done');
    return tag;
  }

  async function build({ recipe, files, parent }: Planned, tag: string): Promise<void> {
    const base = parent && (await ensureParent(parent));
    const context = await mkdtemp(join(imagesFolder(), 'tmp', `${recipe.name}-`));
    const onStep = (step: string) => report(recipe.name, step);
    try {
      await stageContext(recipe, files, context, onStep, signal);
      onStep('building');
      await buildah.build({ context, tag, buildArgs: { ...recipe.buildArgs, ...(base && { BASE: base }) } });
    } finally {
      await rm(context, { recursive: true, force: true });
    }
  }

  return async (planned) => {
    const { name, reference } = planned.recipe;
    const tag = tagOf(planned);
    await build(planned, tag);
    report(name, 'exporting');
    const path = archivePath(name, planned.key);
    const imageId = await writeArchive(path, (partial) => buildah.exportImage(tag, reference, partial));
    await buildah.removeImage(tag);
    await pruneArchives(name);
    report(name, 'done');
    return { name, reference, archivePath: path, imageId };
  };
}

function tagOf({ recipe, key }: Planned): string {
  return `localhost/dataservices-${recipe.name}:${key}`;
}
