import { existsSync } from 'node:fs';
import { mkdir, rename } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { binariesKey } from '../../tools/bootstrap/binaries-folder.mjs';
import { cacheFolder } from '../../tools/bootstrap/cache-folder.mjs';
import { ensureGo } from '../../tools/bootstrap/ensure-go.mjs';
import { runProgram } from '../images/src/run-program.ts';

export type GoProgram = {
  /** Of the folder in the cache. */
  readonly name: string;
  /** Absolute path of the folder with its go.mod. */
  readonly source: string;
  /** Default: the one in that folder. */
  readonly packagePath?: string;
};

/** Builds it from source, unless that has been done for exactly this source. @returns where it is */
export async function ensureGoProgram({ name, source, packagePath = '.' }: GoProgram): Promise<string> {
  const program = join(cacheFolder(), name, binariesKey(source));
  if (existsSync(program)) return program;
  await mkdir(dirname(program), { recursive: true });
  const partial = `${program}.${process.pid}`;
  const env = { CGO_ENABLED: '0', GOFLAGS: '-buildvcs=false', GOTOOLCHAIN: 'local', GOWORK: 'off' };
  await runProgram(await ensureGo(), ['build', '-C', source, '-trimpath', '-o', partial, packagePath], { env });
  await rename(partial, program);
  return program;
}
