import { createHash } from 'node:crypto';
import type { ContextFile } from './recipe.ts';

export type KeyInputs = {
  readonly containerfile: string;
  readonly buildArgs: Readonly<Record<string, string>>;
  /** Written into the archive; an image that only serves as a parent has none. */
  readonly reference: string | undefined;
  readonly files: readonly Pick<ContextFile, 'name' | 'identity'>[];
  /** Key of the image in BASE. */
  readonly parentKey: string | undefined;
  /** As Node names it: `x64`, `arm64`. */
  readonly architecture: string;
};

/** SHA-256, in hexadecimal, of everything that decides what the image holds. The order of arguments and files does not matter. */
export function imageKey(inputs: KeyInputs): string {
  const content = JSON.stringify([
    inputs.containerfile,
    Object.entries(inputs.buildArgs).sort(byFirst),
    inputs.reference ?? null,
    inputs.files.map(({ name, identity }): [string, string] => [name, identity]).sort(byFirst),
    inputs.parentKey ?? null,
    inputs.architecture,
  ]);
  return createHash('sha256').update(content).digest('hex');
}

function byFirst([a]: readonly [string, string], [b]: readonly [string, string]): number {
  return a < b ? -1 : 1;
}
