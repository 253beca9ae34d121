import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { fetchedTar } from './fetched-tar.ts';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile } from './recipe.ts';

/** What Debian trixie has, which the images stand on. */
const pythonVersion = '3.13';
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const platforms = [`manylinux_2_28_${machine}`, `manylinux2014_${machine}`];
const quiet = ['--quiet', '--disable-pip-version-check', '--root-user-action', 'ignore', '--no-compile', '--no-deps', '--require-hashes'];

/** `python.tar` with everything that the `requirements.txt` beside an image's Containerfile names, by version and hash. */
export async function pipPackages(image: string): Promise<ContextFile> {
  const requirements = join(containerfilesFolder, image, 'requirements.txt');
  const content = await readFile(requirements, 'utf8');
  const chosen = ['--only-binary=:all:', '--python-version', pythonVersion, ...platforms.flatMap((platform) => ['--platform', platform])];
  return fetchedTar({
    name: 'python.tar',
    step: 'fetching packages of Python',
    identifiedBy: [content, chosen],
    program: { name: 'pip3', package: 'python3-pip' },
    argumentsFor: (folder) => ['install', ...quiet, ...chosen, '--target', folder, '--requirement', requirements],
  });
}
