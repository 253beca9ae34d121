import { existsSync, readdirSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { processesInCgroup, readCgroups, removeCgroup } from './cgroups.ts';
import { thawBelow } from './faults/frozen-volumes.ts';
import { type Layout, namespacePath } from './layout.ts';
import { livingProcesses, readLedger } from './ledger.ts';
import { unmountBelow } from './mounts.ts';
import { deleteNamespace } from './network.ts';
import { childrenOf, killProcesses, processesInNamespace } from './process-table.ts';

/**
 * Takes away everything that carries the cluster's name, whether the ledger knows of it or not: a run may have been killed
 * between making a thing and writing it down. Pods' mounts and network namespaces exist only in their node's mount namespace,
 * and go with its last process; volumes with a file system of their own are mounted outside.
 */
export async function tearDown(layout: Layout): Promise<void> {
  const ledger = readLedger(layout);
  const namespaces = findNamespaces(layout);
  // Who writes to a frozen volume cannot even be killed.
  await thawBelow(layout.volumeFolder);
  const recorded = ledger === undefined ? [] : livingProcesses(ledger);
  await killProcesses([...recorded.flatMap(({ pid }) => childrenOf(pid)), ...recorded]);
  await killProcesses(namespaces.flatMap((namespace) => processesInNamespace(namespacePath(namespace))));
  await killProcesses(processesInCgroup(layout.prefix));
  for (const namespace of namespaces) await deleteNamespace(namespace);
  await removeCgroup(layout.prefix);
  await unmountBelow(layout.volumeFolder);
  await rm(layout.folder, { recursive: true, force: true });
}

/** Whether anything of the cluster is there, alive or as a leftover. */
export function hasTraces(layout: Layout): boolean {
  return (
    existsSync(layout.folder) ||
    findNamespaces(layout).length > 0 ||
    readCgroups().mounts.some((mount) => existsSync(join(mount, layout.prefix)))
  );
}

/** The exact names, not merely the prefix: the cluster `a` must leave the namespaces of a cluster `a-b` alone. */
function findNamespaces(layout: Layout): readonly string[] {
  const names = new RegExp(`^${layout.prefix}-(host|node\\d+)$`);
  const folder = namespacePath('');
  return existsSync(folder) ? readdirSync(folder).filter((name) => names.test(name)) : [];
}
