import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binariesKey } from '../../../tools/bootstrap/binaries-folder.mjs';
import { ensureGoProgram } from '../../src/go-program.ts';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile, ImageName } from './recipe.ts';

/**
 * A static program that others wrote, compiled when an image is built.
 *
 * @param image beside whose Containerfile is the `go.mod` that pins the program
 * @param packagePath its main package
 * @param name in the build's context
 */
export function goProgram(image: ImageName, packagePath: string, name: string): ContextFile {
  const source = join(containerfilesFolder, image);
  return {
    name,
    identity: `${packagePath} ${binariesKey(source)}`,
    step: 'compiling',
    provide: async (target) => copyFile(await ensureGoProgram({ name: image, source, packagePath }), target),
  };
}
