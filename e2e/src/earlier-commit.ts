import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { runCommand } from '../cluster/src/index.ts';

/** The environment entry that names another commit to come from, as git understands it. */
export const earlierVariable = 'DATASERVICES_E2E_UPGRADE_FROM';

const git = async (repository: string, ...args: readonly string[]) => (await runCommand('git', ['-C', repository, ...args])).trim();

/**
 * What users come from: the last release, by its tag. Before there is one, the commit before the last change of the chart.
 *
 * @param chosen a commit or tag to take instead
 * @returns its hash
 * @throws Error with the remedy, where the clone does not reach back so far
 */
export async function earlierCommit(repository: string, chosen?: string): Promise<string> {
  const wanted = chosen ?? (await lastTag(repository)) ?? `${await lastChange(repository, 'charts/dataservices')}^`;
  try {
    return await git(repository, 'rev-parse', '--verify', '--quiet', `${wanted}^{commit}`);
  } catch (error) {
    const remedy = `fetch the history ("git fetch --unshallow --tags"), or name a commit that is here by ${earlierVariable}`;
    throw new Error(`there is no earlier version to come from: the commit ${wanted} is not in this clone. Remedy: ${remedy}`, {
      cause: error,
    });
  }
}

async function lastTag(repository: string): Promise<string | undefined> {
  const tags = await git(repository, 'tag', '--merged', 'HEAD', '--no-contains', 'HEAD', '--sort=-creatordate');
  return tags.split('\n')[0] || undefined;
}

function lastChange(repository: string, path: string): Promise<string> {
  return git(repository, 'log', '-1', '--format=%H', '--', path);
}

/** The files of a commit in an empty folder. */
export async function checkOut(repository: string, commit: string, folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const archive = join(folder, 'all.tar');
  await git(repository, 'archive', '--output', archive, commit);
  await runCommand('tar', ['--extract', '--file', archive, '--directory', folder]);
  await rm(archive);
}
