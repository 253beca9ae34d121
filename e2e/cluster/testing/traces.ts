import { readdirSync, readFileSync, readlinkSync } from 'node:fs';

export type Traces = {
  /** Command lines that name the state folder, or programs in a network namespace of the cluster. */
  readonly processes: readonly string[];
  readonly namespaces: readonly string[];
  readonly mounts: readonly string[];
  readonly cgroups: readonly string[];
  /** Network namespaces that lost their names but are still in use. */
  readonly networks: readonly string[];
  /** Files that loop devices hold, whether they were deleted or not. */
  readonly loopFiles: readonly string[];
};

/**
 * What this machine still shows of a cluster. Deliberately looks in other places than the code under test,
 * which goes by its ledger, its namespaces' inodes and the processes in its cgroups.
 *
 * @param networks what `networksOf` found while the cluster was up
 */
export function findTraces(marker: string, networks: ReadonlySet<string>): Traces {
  return {
    processes: processIds()
      .map((pid) => readText(`/proc/${pid}/cmdline`).replaceAll('\0', ' '))
      .filter((line) => line.includes(marker)),
    namespaces: list('/run/netns').filter((name) => name.includes(marker) || name.startsWith('cni-')),
    mounts: readText('/proc/self/mountinfo')
      .split('\n')
      .filter((line) => line.includes(marker)),
    cgroups: list('/sys/fs/cgroup').flatMap((controller) => list(`/sys/fs/cgroup/${controller}`).filter((name) => name.includes(marker))),
    networks: processIds()
      .flatMap(networkOf)
      .filter((network) => networks.has(network)),
    loopFiles: list('/sys/block')
      .map((device) => readText(`/sys/block/${device}/loop/backing_file`).trim())
      .filter((file) => file.includes(marker)),
  };
}

/** Network namespaces, by their inodes, of every process that has to do with the cluster: of its nodes and its pods. */
export function networksOf(markers: readonly string[]): ReadonlySet<string> {
  const own = readlinkSync('/proc/self/ns/net');
  const related = processIds().filter((pid) => isRelated(pid, markers));
  return new Set(related.flatMap(networkOf).filter((network) => network !== own));
}

/** The control plane names the cluster's folder in its arguments; pods are in its cgroups. */
function isRelated(pid: string, markers: readonly string[]): boolean {
  const text = `${readText(`/proc/${pid}/cmdline`)}\n${readText(`/proc/${pid}/cgroup`)}`;
  return markers.some((marker) => text.includes(marker));
}

function networkOf(pid: string): readonly string[] {
  try {
    return [readlinkSync(`/proc/${pid}/ns/net`)];
  } catch {
    return [];
  }
}

/** The cgroups that a process is in, as text. */
export function readCgroupsOf(pid: number): string {
  return readText(`/proc/${pid}/cgroup`);
}

function processIds(): readonly string[] {
  return readdirSync('/proc').filter((entry) => /^\d+$/.test(entry) && entry !== `${process.pid}`);
}

function readText(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    // The process ended in between.
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
