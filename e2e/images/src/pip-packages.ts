import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { installPackages } from '../../../tools/bootstrap/ensure-programs.mjs';
import { findProgram } from '../../../tools/bootstrap/find-program.mjs';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile } from './recipe.ts';
import { runProgram } from './run-program.ts';

/** What Debian trixie has, which the images stand on. */
const pythonVersion = '3.13';
const machine = process.arch === 'arm64' ? 'aarch64' : 'x86_64';
const platforms = [`manylinux_2_28_${machine}`, `manylinux2014_${machine}`];

/**
 * `python.tar` with everything that the `requirements.txt` beside an image's Containerfile names, by version and hash.
 * pip runs on this machine and not in the image's build, where it would not know the machine's mirrors and certificates.
 */
export async function pipPackages(image: string): Promise<ContextFile> {
  const requirements = join(containerfilesFolder, image, 'requirements.txt');
  const content = await readFile(requirements, 'utf8');
  const chosen = ['--only-binary=:all:', '--python-version', pythonVersion, ...platforms.flatMap((platform) => ['--platform', platform])];
  const identity = createHash('sha256')
    .update(JSON.stringify([content, chosen]))
    .digest('hex');
  return {
    name: 'python.tar',
    identity,
    step: 'fetching packages of Python',
    async provide(target, signal) {
      if (findProgram('pip3') === undefined) await installPackages(['python3-pip']);
      const folder = `${target}.d`;
      const quiet = [
        '--quiet',
        '--disable-pip-version-check',
        '--root-user-action',
        'ignore',
        '--no-compile',
        '--no-deps',
        '--require-hashes',
      ];
      await runProgram('pip3', ['install', ...quiet, ...chosen, '--target', folder, '--requirement', requirements], { signal });
      const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--mode=a+rX'];
      await runProgram('tar', ['--create', '--file', target, ...fixed, '--directory', folder, '.'], { signal });
      await rm(folder, { recursive: true });
    },
  };
}
