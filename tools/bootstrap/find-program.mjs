import { accessSync, constants } from 'node:fs';
import { join } from 'node:path';

// Administrators' programs are not on every user's PATH.
const administratorFolders = ['/usr/local/sbin', '/usr/sbin', '/sbin'];

/**
 * @param {string} name
 * @param {string[]} moreFolders searched after the PATH
 * @returns {string | undefined} the program's path
 */
export function findProgram(name, moreFolders = []) {
  const folders = [...(process.env.PATH ?? '').split(':').filter(Boolean), ...administratorFolders, ...moreFolders];
  return folders.map((folder) => join(folder, name)).find(isExecutable);
}

/** @param {string} path */
function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
