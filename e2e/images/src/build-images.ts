import { type BuiltImage, findArchive, removePartialWork } from './archive.ts';
import { openBuildah } from './buildah.ts';
import { openImageBuilder } from './image-builder.ts';
import { openPlanner, type Planned, type Report } from './planned-image.ts';
import type { ImageName, ImageRecipe, RecipeName, Service } from './recipe.ts';
import { images } from './recipes.ts';
import { withBuildLock } from './with-build-lock.ts';

export type ImageStep = {
  readonly image: RecipeName;
  /** What goes on now, or `done` or `cached` as the image's last step. */
  readonly step: string;
  /** Since the start of this call. */
  readonly elapsedMs: number;
};

export type BuildOptions = {
  /** All images when omitted. */
  readonly names?: readonly ImageName[];
  /** In place of names: images that are made otherwise than those of this version. */
  readonly recipes?: readonly ImageRecipe[];
  readonly onStep?: (step: ImageStep) => void;
  /** Stops the programs that run; the next call cleans up and goes on from what is finished. */
  readonly signal?: AbortSignal;
};

export const imageNames = Object.keys(images) as readonly ImageName[];

/** The images that a cluster needs for these services: another one's take minutes to build, and seconds on every node. */
export function imagesOf(services: readonly Service[]): readonly ImageName[] {
  const isNeeded = ({ services: users, isOnDemand }: ImageRecipe) =>
    isOnDemand !== true && (users === undefined || users.some((service) => services.includes(service)));
  return Object.values(images).flatMap((image) => (isNeeded(image) ? [image.name] : []));
}

/**
 * Builds the images that the cache lacks and returns one archive for each name, in the order in which they are asked for.
 * Needs root, and for what is not cached buildah, mmdebstrap and a Debian mirror.
 *
 * @throws when a program is missing or fails; what was finished before stays in the cache
 */
export async function buildImages({ names = imageNames, recipes, onStep, signal }: BuildOptions = {}): Promise<readonly BuiltImage[]> {
  const startedMs = performance.now();
  const report: Report = (image, step) => onStep?.({ image, step, elapsedMs: performance.now() - startedMs });
  const planned = await Promise.all((recipes ?? names.map((name) => images[name])).map(openPlanner(report)));
  const found = await Promise.all(planned.map(findBuilt));
  const built = found.filter((image) => image !== undefined);
  for (const { name } of built) report(name, 'cached');
  if (built.length === planned.length) return built;

  const onWait = (pid: number) => report('base', `waiting for process ${pid}, which builds images`);
  return withBuildLock(onWait, () => buildMissing(planned, report, signal));
}

async function buildMissing(
  planned: readonly Planned<ImageRecipe>[],
  report: Report,
  signal?: AbortSignal,
): Promise<readonly BuiltImage[]> {
  await removePartialWork();
  const buildah = await openBuildah(signal);
  await buildah.removeWorkingContainers();
  const buildImage = openImageBuilder(buildah, report, signal);
  // Looked for again under the lock: whoever held it may have built the very same image.
  const results = await Promise.allSettled(planned.map(async (image) => (await findBuilt(image)) ?? buildImage(image)));
  // Only after all have settled: the lock must not be released while a program of ours still runs.
  return results.map((result) => {
    if (result.status === 'rejected') throw result.reason;
    return result.value;
  });
}

function findBuilt({ recipe, key }: Planned<ImageRecipe>): Promise<BuiltImage | undefined> {
  return findArchive(recipe.name, recipe.reference, key);
}
