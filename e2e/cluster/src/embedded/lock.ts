import { linkSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import type { Layout } from './layout.ts';
import { identifyProcess, isAlive, type ProcessId } from './process-table.ts';

/**
 * Does the work while no other process changes the same cluster: two `up` at once would each take the other's for leftovers.
 *
 * @throws Error when another living process holds the lock; one that a killed process left is taken over
 */
export async function withLock<T>(layout: Layout, work: () => Promise<T>): Promise<T> {
  mkdirSync(layout.stateRoot, { recursive: true });
  const path = `${layout.folder}.lock`;
  acquire(path, layout.name);
  try {
    return await work();
  } finally {
    rmSync(path, { force: true });
  }
}

function acquire(path: string, name: string): void {
  const own = `${path}.${process.pid}`;
  writeFileSync(own, JSON.stringify(identifyProcess(process.pid)));
  try {
    if (tryLink(own, path)) return;
    const holder = readHolder(path);
    if (holder !== undefined && isAlive(holder)) {
      throw new Error(`process ${holder.pid} is changing the cluster "${name}" right now: wait for it, or use another --name`);
    }
    rmSync(path, { force: true });
    if (!tryLink(own, path)) throw new Error(`another process has just begun to change the cluster "${name}": try again`);
  } finally {
    rmSync(own, { force: true });
  }
}

/** A link appears with its content, so nobody ever reads a lock that does not name its holder yet. */
function tryLink(from: string, to: string): boolean {
  try {
    linkSync(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') return false;
    throw error;
  }
}

function readHolder(path: string): ProcessId | undefined {
  try {
    return JSON.parse(readFileSync(path, 'utf8')) as ProcessId;
  } catch {
    return undefined;
  }
}
