import { homedir } from 'node:os';
import { join, resolve } from 'node:path';

/**
 * Where everything that was built or downloaded is kept, outside the repository, so that clean checkouts share it.
 *
 * @param {Readonly<Record<string, string | undefined>>} env
 * @returns {string} an absolute path; it need not exist yet
 */
export function cacheFolder(env = process.env) {
  if (env.DATASERVICES_CACHE) return resolve(env.DATASERVICES_CACHE);
  return join(env.XDG_CACHE_HOME || join(homedir(), '.cache'), 'dataservices');
}
