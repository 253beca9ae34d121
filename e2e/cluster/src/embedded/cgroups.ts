import { existsSync, mkdirSync, readdirSync, readFileSync, rmdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { waitUntil } from '../wait-until.ts';
import { type ProcessId, toProcess } from './process-table.ts';

export type CgroupSetup = { readonly version: 1 | 2; readonly mounts: readonly string[] };

/**
 * How this machine counts and limits resources.
 *
 * @param mountTable the text of /proc/mounts
 * @throws Error when there are no cgroups
 */
export function detectCgroups(mountTable: string): CgroupSetup {
  const mounts = mountTable.split('\n').map((line) => line.split(' '));
  const pathsOf = (type: string) => mounts.filter((fields) => fields[2] === type).flatMap((fields) => fields[1] ?? []);
  // On a hybrid machine the controllers are in version 1, and the one mount of version 2 only serves systemd.
  const versionOne = pathsOf('cgroup');
  if (versionOne.length > 0) return { version: 1, mounts: versionOne };
  const versionTwo = pathsOf('cgroup2');
  if (versionTwo.length > 0) return { version: 2, mounts: versionTwo.slice(0, 1) };
  throw new Error('no cgroups are mounted: the kubelet cannot run here');
}

export function readCgroups(): CgroupSetup {
  return detectCgroups(readFileSync('/proc/mounts', 'utf8'));
}

/**
 * Makes the cgroup below every controller, with whatever its parents must hand down. The outermost one, which is the cluster's, gets the
 * processor time of many processes: it competes as if it were one with each process outside of it, so that all pods together would
 * stand still beside a compiler with a few threads, and whatever is measured on them would be the compiler.
 */
export function createCgroup(path: string): void {
  const { version, mounts } = readCgroups();
  for (const mount of mounts) {
    for (const folder of foldersBetween(mount, path)) {
      if (version === 2) handDownControllers(dirname(folder));
      mkdirSync(folder, { recursive: true });
      if (dirname(folder) === mount) giveWeight(folder);
      if (version === 1) inheritCpuset(folder);
      else handDownControllers(folder);
    }
  }
}

/** Removes the cgroup and all below it. A cgroup stays busy for a moment after its last process has ended. */
export async function removeCgroup(path: string): Promise<void> {
  const folders = readCgroups().mounts.map((mount) => join(mount, path));
  await waitUntil(() => folders.every(tryRemove), { what: `the cgroups ${path} to be empty`, timeoutMs: 10_000, intervalMs: 50 });
}

export function processesInCgroup(path: string): readonly ProcessId[] {
  return readCgroups()
    .mounts.flatMap((mount) => pidsBelow(join(mount, path)))
    .flatMap(toProcess);
}

function foldersBetween(mount: string, path: string): readonly string[] {
  const names = path.split('/');
  return names.map((_, index) => join(mount, ...names.slice(0, index + 1)));
}

/** Thirty-two times that of one process, by the file that the version of cgroups has. */
function giveWeight(folder: string): void {
  for (const [file, weight] of [
    ['cpu.shares', 32 * 1024],
    ['cpu.weight', 32 * 100],
  ] as const) {
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), String(weight));
  }
}

/** A cpuset without processors or memory nodes admits no process, and that is how one begins. */
function inheritCpuset(folder: string): void {
  for (const file of ['cpuset.cpus', 'cpuset.mems']) {
    if (existsSync(join(folder, file))) writeFileSync(join(folder, file), readFileSync(join(dirname(folder), file), 'utf8').trim());
  }
}

function handDownControllers(folder: string): void {
  const controllers = readFileSync(join(folder, 'cgroup.controllers'), 'utf8').trim().split(' ').filter(Boolean);
  for (const controller of controllers) {
    try {
      writeFileSync(join(folder, 'cgroup.subtree_control'), `+${controller}`);
    } catch {
      // Some cannot be handed down on some machines (cpu beside real-time processes). The kubelet names those that it misses.
    }
  }
}

function pidsBelow(folder: string): readonly number[] {
  if (!existsSync(folder)) return [];
  const own = readFileSync(join(folder, 'cgroup.procs'), 'utf8').split('\n').filter(Boolean).map(Number);
  return [...own, ...subfolders(folder).flatMap(pidsBelow)];
}

function tryRemove(folder: string): boolean {
  if (!existsSync(folder)) return true;
  for (const below of subfolders(folder)) tryRemove(below);
  try {
    rmdirSync(folder);
    return true;
  } catch {
    return false;
  }
}

function subfolders(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map((entry) => join(folder, entry.name));
}
