import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** What an earlier run has left. @throws Error that names the file where it cannot be read */
export function readResultFile<R extends object>(path: string): R | undefined {
  if (!existsSync(path)) return undefined;
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as R;
  } catch (cause) {
    throw new Error(`${path} holds no figures: delete it, or leave --resume out`, { cause });
  }
}

/** Whole or not at all: a run that is killed must not cost what is there. */
export function writeResultFile(path: string, result: object): void {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.new`, `${JSON.stringify(result, undefined, 2)}\n`);
  renameSync(`${path}.new`, path);
}
