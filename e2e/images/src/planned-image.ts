import { readFile } from 'node:fs/promises';
import { imageKey } from './image-key.ts';
import type { ContextFile, ImageRecipe, ParentName, Recipe, RecipeName } from './recipe.ts';
import { parents } from './recipes.ts';
import { containerfilePath } from './stage-context.ts';

export type Planned<R extends Recipe = Recipe> = {
  readonly recipe: R;
  readonly files: readonly ContextFile[];
  /** SHA-256 of all inputs: the image's name in the cache. */
  readonly key: string;
  readonly parent: Planned | undefined;
};

export type Report = (image: RecipeName, step: string) => void;

export type Planner = (recipe: ImageRecipe) => Promise<Planned<ImageRecipe>>;

/** Plans images, and each parent only once, however many stand on it. */
export function openPlanner(report: Report): Planner {
  const plannedParents = new Map<ParentName, Promise<Planned>>();

  function planParent(name: ParentName): Promise<Planned> {
    const planned = plannedParents.get(name) ?? plan(parents[name]);
    plannedParents.set(name, planned);
    return planned;
  }

  async function plan<R extends Recipe>(recipe: R, reference?: string): Promise<Planned<R>> {
    const parent = recipe.parent && (await planParent(recipe.parent));
    const files = await recipe.contextFiles((step) => report(recipe.name, step));
    const key = imageKey({
      containerfile: await readFile(containerfilePath(recipe), 'utf8'),
      buildArgs: recipe.buildArgs ?? {},
      reference,
      files,
      parentKey: parent?.key,
      architecture: process.arch,
    });
    return { recipe, files, key, parent };
  }

  return (recipe) => plan(recipe, recipe.reference);
}
