import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binariesKey } from '../../tools/bootstrap/binaries-folder.mjs';
import { cacheFolder } from '../../tools/bootstrap/cache-folder.mjs';
import { ensureGo } from '../../tools/bootstrap/ensure-go.mjs';
import { markUsed, removeUnused } from '../../tools/bootstrap/remove-unused.mjs';
import { runStep } from '../../tools/bootstrap/run-step.mjs';
import { runProgram } from '../images/src/run-program.ts';

export type GoProgram = {
  /** Of the folder in the cache. */
  readonly name: string;
  /** Absolute path of the folder with its go.mod. */
  readonly source: string;
  /** Default: the one in that folder. */
  readonly packagePath?: string;
};

const environment = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local', GOWORK: 'off' };

/** Builds it from source, unless that has been done for exactly this source, and says for how long meanwhile. @returns where it is */
export async function ensureGoProgram({ name, source, packagePath = '.' }: GoProgram): Promise<string> {
  const program = join(cacheFolder(), name, binariesKey(source));
  if (markUsed(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  const partial = `${program}.${process.pid}`;
  const go = await ensureGo();
  const args = ['build', '-C', source, '-trimpath', '-o', partial, packagePath];
  await runStep(`${name}, from source`, (run) => run(go, args, { env: { ...process.env, ...environment } }));
  await rename(partial, program);
  // Up to 200 MB each.
  removeUnused(dirname(program));
  return program;
}

/**
 * Where the sources are of a module that a program is built from. They are fetched where they are not there yet.
 *
 * @param source absolute path of the folder with the `go.mod` that pins it
 */
export async function goModuleFolder(source: string, module: string): Promise<string> {
  const answer = await runProgram(await ensureGo(), ['mod', 'download', '-C', source, '-json', module], { env: environment });
  return (JSON.parse(answer) as { readonly Dir: string }).Dir;
}
