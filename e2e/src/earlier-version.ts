import { existsSync } from 'node:fs';
import { glob, mkdir, readFile, rm, symlink } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { bundle } from '../../tools/bundle.ts';
import { buildImages } from '../images/src/build-images.ts';
import type { ContextFile, ImageRecipe } from '../images/src/recipe.ts';
import { fileByContent, images } from '../images/src/recipes.ts';
import { checkOut, earlierCommit, earlierVariable } from './earlier-commit.ts';
import { repository, resultsFolder } from './results-folder.ts';
import type { TestBed } from './test-bed.ts';

export type EarlierVersion = {
  readonly commit: string;
  /** The folder of its chart. */
  readonly chart: string;
  /** Of the operators as they were, which all nodes have. */
  readonly imageTag: string;
  /** Removes the files. */
  readonly remove: () => Promise<void>;
};

/**
 * The chart of an earlier commit, and the operators built from its sources, with the packages from npm that are installed now.
 *
 * @throws Error where there is no such commit, or its sources need packages that are not installed
 */
export async function provideEarlierVersion({ cluster }: TestBed): Promise<EarlierVersion> {
  const commit = await earlierCommit(repository, process.env[earlierVariable]);
  // Below the repository: what is imported from npm is looked for further up, as its own sources do.
  const folder = join(resultsFolder, 'earlier', commit);
  await checkOut(repository, commit, folder);
  await linkPackages(folder);
  const imageTag = `earlier-${commit.slice(0, 12)}`;
  const built = await buildImages({ recipes: [recipeOf(folder, imageTag)] });
  await cluster.loadImages(built.map(({ archivePath }) => archivePath));
  const remove = () => rm(folder, { recursive: true, force: true });
  return { commit, chart: join(folder, 'charts/dataservices'), imageTag, remove };
}

function recipeOf(folder: string, tag: string): ImageRecipe {
  const contextFiles = async (): Promise<readonly ContextFile[]> => {
    const file = join(folder, 'main.mjs');
    await bundle({ entry: join(folder, 'operators/all/src/main.ts'), file });
    return [await fileByContent('main.mjs', file), await fileByContent('main.mjs.map', `${file}.map`)];
  };
  const reference = images.operator.reference.replace(/:.*$/, `:${tag}`);
  return { ...images.operator, reference, containerfile: join(folder, 'e2e/images/operator/Containerfile'), contextFiles };
}

/** As npm does it for workspaces: packages of ours are those of the same commit, and those that only one of them has stay its own. */
async function linkPackages(folder: string): Promise<void> {
  for await (const manifest of glob('{libs,operators}/*/package.json', { cwd: folder })) {
    const { name } = JSON.parse(await readFile(join(folder, manifest), 'utf8')) as { readonly name: string };
    await link(join(folder, dirname(manifest)), join(folder, 'node_modules', name));
    const own = join(dirname(manifest), 'node_modules');
    if (existsSync(join(repository, own))) await link(join(repository, own), join(folder, own));
  }
}

async function link(target: string, path: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true });
  await symlink(target, path);
}
