import { copyFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { binariesKey } from '../../../tools/bootstrap/binaries-folder.mjs';
import { ensureGoProgram } from '../../src/go-program.ts';
import { repository } from './folders.ts';
import type { ContextFile } from './recipe.ts';

export type GoContextFile = {
  /** In the build's context. */
  readonly name: string;
  /** The folder with the `go.mod` that pins what it is made of, from the root of the repository. */
  readonly folder: string;
  /** Its main package. Omitted: the one in that folder. */
  readonly packagePath?: string;
};

/** A static program, compiled when an image is built. */
export function goProgram({ name, folder, packagePath = '.' }: GoContextFile): ContextFile {
  const source = join(repository, folder);
  return {
    name,
    identity: `${packagePath} ${binariesKey(source)}`,
    step: 'compiling',
    provide: async (target) => copyFile(await ensureGoProgram({ name: basename(folder), source, packagePath }), target),
  };
}
