import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { cacheFolder } from './cache-folder.mjs';

const retryMs = 500;

/**
 * Does the work while no other bootstrap does work of this name: two `npm ci` at once destroy each other's node_modules.
 * The other one is waited for, so the work must look again whether it still has to be done.
 *
 * @template T
 * @param {string} name
 * @param {() => Promise<T>} work
 * @returns {Promise<T>}
 */
export async function withSetupLock(name, work) {
  const folder = join(cacheFolder(), 'locks');
  mkdirSync(folder, { recursive: true });
  const path = join(folder, name);
  await acquire(path);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

/** @param {string} path */
async function acquire(path) {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, `${process.pid}`);
  try {
    for (let isAnnounced = false; !tryLink(own, path); isAnnounced = true) {
      const holder = readHolder(path);
      if (!isBootstrap(holder)) {
        rmSync(path, { force: true });
        continue;
      }
      if (!isAnnounced) process.stderr.write(`  waiting for process ${holder}, which is setting up the same thing\n`);
      await delay(retryMs);
    }
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link appears with its content: nobody reads a lock that does not name its holder. @param {string} from @param {string} to */
function tryLink(from, to) {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if (error.code === 'EEXIST') return false;
    throw error;
  }
}

/** @param {string} path */
function readHolder(path) {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

/** Not merely alive: the pid of a run that was killed may belong to something else by now. @param {string} pid */
function isBootstrap(pid) {
  if (!/^\d+$/.test(pid)) return false;
  try {
    if (process.platform === 'linux') return readFileSync(`/proc/${pid}/cmdline`, 'utf8').includes('bootstrap.mjs');
    return process.kill(Number(pid), 0);
  } catch {
    return false;
  }
}
