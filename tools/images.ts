/** `npm run -s images`: what a private registry has to have. One image a line, so that a script can go through them. */
import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { imageList } from './image-list.ts';

const usage = `usage: npm run -s images -- [--prefix <prefix>] [--explain]

  --prefix <prefix>  as imageRegistryPrefix of the chart: put before every image of a service
  --explain          says behind each image what it is for`;

try {
  const { values } = parseArgs({
    options: { prefix: { type: 'string' }, explain: { type: 'boolean' }, help: { type: 'boolean' } },
  });
  const { version } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  const lines = imageList(version, values.prefix).map(({ image, what }) => (values.explain ? `${image}  ${what}` : image));
  console.log(values.help ? usage : lines.join('\n'));
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}
