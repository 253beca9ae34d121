/** `npm run -s images`: what a private registry has to have, one image a line, so that a script can go through them; or has it there. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { buildImages } from '../e2e/images/src/build-images.ts';
import { pushImages } from '../e2e/images/src/push-images.ts';
import type { ImageName } from '../e2e/images/src/recipe.ts';
import { images } from '../e2e/images/src/recipes.ts';
import { stageStandalone } from '../e2e/images/src/stage-standalone.ts';
import { imageList } from './image-list.ts';

/** Those of the list, by the names that they are built by. */
const pushable: readonly ImageName[] = ['operator', 'redis', 'redis-exporter', 'zookeeper', 'rabbitmq', 'kafka'];

const usage = `usage: npm run -s images -- [--prefix <prefix>] [--explain]
       npm run images -- --stage <folder>
       npm run images -- --push <prefix> [image...]

  --prefix <prefix>  as imageRegistryPrefix of the chart: put before every image, as --push does; that of the operators is image.repository of the chart
  --explain          says behind each image what it is for
  --stage <folder>   writes a Containerfile of the operators' image and its files, for podman build or docker build: it stands on Debian's image
  --push <prefix>    builds images from this repository, which needs root, and pushes them to <prefix>/<image>, such as
                     registry.example.com/mirror/dataservices/operator:0.1.0; those of services have the names and versions of the official ones
  images             default: all of ${pushable.join(', ')}`;

try {
  const { values, positionals } = parseArgs({
    options: {
      prefix: { type: 'string' },
      stage: { type: 'string' },
      push: { type: 'string' },
      explain: { type: 'boolean' },
      help: { type: 'boolean' },
    },
    allowPositionals: true,
  });
  if (values.help) console.log(usage);
  else if (values.push !== undefined) await push(values.push, positionals.map(pushableImage));
  else if (positionals.length > 0) throw new Error('images are named only to be pushed');
  else if (values.stage !== undefined) await stageStandalone(images.operator, values.stage, (step) => report('operator', step));
  else list(values.prefix, values.explain === true);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

function list(prefix: string | undefined, isExplained: boolean): void {
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  console.log(
    imageList(version, prefix)
      .map(({ image, what }) => (isExplained ? `${image}  ${what}` : image))
      .join('\n'),
  );
}

async function push(prefix: string, names: readonly ImageName[]): Promise<void> {
  const built = await buildImages({ names: names.length > 0 ? names : pushable, onStep: ({ image, step }) => report(image, step) });
  for (const reference of await pushImages(built, prefix, report)) console.log(reference);
}

function report(image: string, step: string): void {
  console.error(`${image}: ${step}`);
}

function pushableImage(name: string): ImageName {
  const found = pushable.find((known) => known === name);
  if (found === undefined) throw new Error(`there is no image "${name}" to push`);
  return found;
}
