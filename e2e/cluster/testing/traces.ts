import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Traces = {
  /** Command lines that name the state folder, or programs in a network namespace of the cluster. */
  readonly processes: readonly string[];
  readonly namespaces: readonly string[];
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
};

/**
 * What this machine still shows of a cluster. Deliberately looks in other places than the code under test,
 * which goes by its ledger, its namespaces' inodes and its cgroups.
 */
export function findTraces(marker: string, networksBefore: ReadonlySet<string>): Traces & { readonly networks: readonly string[] } {
  return {
    processes: processIds()
      .map(commandLine)
      .filter((line) => line.includes(marker)),
    namespaces: list('/run/netns').filter((name) => name.includes(marker) || name.startsWith('cni-')),
    mounts: readFileSync('/proc/self/mountinfo', 'utf8')
      .split('\n')
      .filter((line) => line.includes(marker)),
    cgroups: list('/sys/fs/cgroup').flatMap((controller) => list(`/sys/fs/cgroup/${controller}`).filter((name) => name.includes(marker))),
    networks: [...networksInUse()].filter((network) => !networksBefore.has(network)),
  };
}

/** Network namespaces that some process is in, named by their inodes: also those that have no name any more. */
export function networksInUse(): ReadonlySet<string> {
  return new Set(processIds().flatMap((pid) => networkOf(pid)));
}

function networkOf(pid: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/${pid}/ns/net`)];
  } catch {
    return [];
  }
}

function processIds(): readonly string[] {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && entry !== `${process.pid}`);
}

function commandLine(pid: string): string {
  try {
    return readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ');
  } catch {
    return '';
  }
}

function list(folder: string): readonly string[] {
  try {
    return readdirSync(folder);
  } catch {
    return [];
  }
}
