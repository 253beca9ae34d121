/** `npm run sbom`: what is inside the images, one CycloneDX file for each of them. */
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { buildImages, imageNames } from '../e2e/images/src/build-images.ts';
import { billOf } from './sbom/component.ts';
import { extractImage } from './sbom/extract-image.ts';
import { imageParts } from './sbom/image-parts.ts';
import { lockedPackages, lockedVersions } from './sbom/npm-packages.ts';

const repository = fileURLToPath(new URL('..', import.meta.url));
const usage = `usage: npm run sbom -- [image...] [--out <folder>]

Writes <image>.cdx.json for each image, from what is in it; those that are not built yet are built, which needs root.

  --out <folder>  default: .results/sbom
  images          default: all of ${imageNames.join(', ')}`;

try {
  const { values, positionals } = parseArgs({
    options: { out: { type: 'string', default: join(repository, '.results/sbom') }, help: { type: 'boolean' } },
    allowPositionals: true,
  });
  const names = positionals.map((name) => imageNames.find((known) => known === name) ?? refuse(name));
  if (values.help) console.log(usage);
  else await writeBills(values.out, names.length > 0 ? names : imageNames);
} catch (error) {
  console.error(`error: ${error instanceof Error ? error.message : String(error)}\n\n${usage}`);
  process.exitCode = 2;
}

function refuse(name: string): never {
  throw new Error(`there is no image "${name}"`);
}

async function writeBills(out: string, names: typeof imageNames): Promise<void> {
  const built = await buildImages({ names, onStep: ({ image, step }) => console.error(`${image}: ${step}`) });
  const locked = {
    packages: lockedPackages(repository),
    versionAt: lockedVersions(readFileSync(join(repository, 'package-lock.json'), 'utf8')),
  };
  mkdirSync(out, { recursive: true });
  for (const { name, reference, archivePath } of built) {
    const folder = mkdtempSync(join(tmpdir(), 'dataservices-sbom-'));
    try {
      await extractImage(archivePath, folder);
      const bill = billOf(reference, await imageParts(join(folder, 'root'), locked));
      const file = join(out, `${name}.cdx.json`);
      writeFileSync(file, `${JSON.stringify(bill, undefined, 2)}\n`);
      console.log(`${file}: ${bill.components.length} components`);
    } finally {
      rmSync(folder, { recursive: true, force: true });
    }
  }
}
