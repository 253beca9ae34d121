import { copyFile } from 'node:fs/promises';
import { join } from 'node:path';
import { binariesKey } from '../../../tools/bootstrap/binaries-folder.mjs';
import { ensureGo } from '../../../tools/bootstrap/ensure-go.mjs';
import { ensureGoProgram } from '../../src/go-program.ts';
import { containerfilesFolder } from './folders.ts';
import type { ContextFile, ImageName } from './recipe.ts';
import { runProgram } from './run-program.ts';

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

/** Where the sources of a module are that such a program is built from. They are fetched where they are not there yet. */
export async function goModuleFolder(image: ImageName, module: string): Promise<string> {
  const args = ['mod', 'download', '-C', join(containerfilesFolder, image), '-json', module];
  return (JSON.parse(await runProgram(await ensureGo(), args, { env: { GOTOOLCHAIN: 'local' } })) as { readonly Dir: string }).Dir;
}
