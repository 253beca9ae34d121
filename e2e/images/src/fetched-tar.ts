import { createHash } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { installPackages } from '../../../tools/bootstrap/ensure-programs.mjs';
import { findProgram } from '../../../tools/bootstrap/find-program.mjs';
import type { ContextFile } from './recipe.ts';
import { runProgram } from './run-program.ts';

export type FetchedTar = Required<Pick<ContextFile, 'name' | 'step'>> & {
  /** All that decides what is in it. */
  readonly identifiedBy: readonly unknown[];
  /** What fetches, and the Debian package that has it. */
  readonly program: { readonly name: string; readonly package: string };
  /** Arguments with which it puts everything into a folder that it makes. */
  readonly argumentsFor: (folder: string) => readonly string[];
};

const fixed = ['--sort=name', '--mtime=@0', '--owner=0', '--group=0', '--mode=a+rX'];

/**
 * A tar of what a package manager fetches, the same for the same input. It runs on this machine and not in the image's build, where it would not
 * know the machine's mirrors and certificates.
 */
export function fetchedTar({ name, step, identifiedBy, program, argumentsFor }: FetchedTar): ContextFile {
  return {
    name,
    identity: createHash('sha256').update(JSON.stringify(identifiedBy)).digest('hex'),
    step,
    async provide(target, signal) {
      if (findProgram(program.name) === undefined) await installPackages([program.package]);
      const folder = `${target}.d`;
      await runProgram(program.name, argumentsFor(folder), { signal });
      await runProgram('tar', ['--create', '--file', target, ...fixed, '--directory', folder, '.'], { signal });
      await rm(folder, { recursive: true });
    },
  };
}
