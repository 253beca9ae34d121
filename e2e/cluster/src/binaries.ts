import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { binariesFolder } from '../../../tools/bootstrap/binaries-folder.mjs';

/**
 * The folder with the cluster's programs, as the bootstrap built it for the present sources.
 *
 * @throws Error that says how to build them, when they are missing
 */
export function findBinaries(): string {
  const folder = binariesFolder();
  if (existsSync(folder)) return folder;
  throw new Error(
    `the cluster's programs are not built (${folder} is missing): run "npm test" or "npm run cluster -- status" once, which builds them`,
  );
}

/** Path of one program. */
export function binary(name: string): string {
  return join(findBinaries(), name);
}

/** The environment of a shell in which kubectl and helm are those of the cluster, and go to the one of this kubeconfig. */
export function shellEnvironment(kubeconfigPath: string): NodeJS.ProcessEnv {
  return { ...process.env, KUBECONFIG: kubeconfigPath, PATH: `${findBinaries()}:${process.env.PATH ?? ''}` };
}
