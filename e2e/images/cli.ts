import { parseArgs } from 'node:util';
import { buildImages, type ImageStep, imageNames } from './src/build-images.ts';
import type { ImageName } from './src/recipe.ts';
import { images, parents } from './src/recipes.ts';
import { stageStandalone } from './src/stage-standalone.ts';

const usage = `Usage: node e2e/images/cli.ts <command>
  build [name…]          build what the cache lacks (all images by default), print references and archives
  list                   print the images' names and references
  stage <name> <folder>  write a Containerfile and its files, for docker build: it stands on Debian's image`;

async function main(): Promise<void> {
  const [command, ...args] = parseArgs({ allowPositionals: true }).positionals;
  switch (command) {
    case 'build':
      return build(args.map(checkImageName));
    case 'list':
      for (const { name, reference } of Object.values(images)) console.log(`${name.padEnd(28)}${reference}`);
      return;
    case 'stage':
      return stage(args);
    default:
      throw new Error(usage);
  }
}

async function build(names: readonly ImageName[]): Promise<void> {
  const stop = new AbortController();
  process.once('SIGINT', () => stop.abort()).once('SIGTERM', () => stop.abort());
  const built = await buildImages({ names: names.length > 0 ? names : imageNames, onStep: printStep, signal: stop.signal });
  for (const { reference, archivePath } of built) console.log(`${reference}\t${archivePath}`);
}

async function stage([name, folder]: readonly string[]): Promise<void> {
  if (!name || !folder) throw new Error(usage);
  const recipe = Object.values({ ...parents, ...images }).find((candidate) => candidate.name === name);
  if (!recipe) throw new Error(`There is no image ${name}. Known: ${[...Object.keys(parents), ...imageNames].join(', ')}`);
  const onStep = (step: string) => printStep({ image: recipe.name, step, elapsedMs: performance.now() });
  await stageStandalone(recipe, folder, onStep);
}

function printStep({ image, step, elapsedMs }: ImageStep): void {
  console.error(`${(elapsedMs / 1000).toFixed(1).padStart(7)} s  ${image.padEnd(28)}${step}`);
}

function checkImageName(name: string): ImageName {
  const known = imageNames.find((candidate) => candidate === name);
  if (!known) throw new Error(`There is no image ${name}. Known: ${imageNames.join(', ')}`);
  return known;
}

try {
  await main();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
