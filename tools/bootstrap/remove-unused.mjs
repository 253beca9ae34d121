import { readdirSync, rmSync, statSync, utimesSync } from 'node:fs';
import { join } from 'node:path';

const unusedAfterMs = 30 * 24 * 3600 * 1000;

/**
 * Takes down that a part of the cache is in use now. Before it is used: from then on no other run removes it.
 *
 * @param {string} path
 * @returns {boolean} whether it is there
 */
export function markUsed(path) {
  try {
    utimesSync(path, new Date(), new Date());
    return true;
  } catch (error) {
    if (error.code === 'ENOENT') return false;
    throw error;
  }
}

/**
 * Removes what nobody has used for a month: old versions, and what interrupted builds left.
 *
 * @param {string} parent the folder of one part of the cache; everything in it is some version of the same
 */
export function removeUnused(parent) {
  for (const name of readdirSync(parent)) {
    const path = join(parent, name);
    const { mtimeMs } = statSync(path, { throwIfNoEntry: false }) ?? { mtimeMs: Date.now() };
    if (Date.now() - mtimeMs > unusedAfterMs) rmSync(path, { recursive: true, force: true });
  }
}
