import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { readCgroups } from './cgroups.ts';
import type { MachineFacts } from './node-config.ts';

const capSysResource = 24n;

/** @throws Error that names what is missing on this machine */
export function readMachineFacts(): MachineFacts {
  if (process.platform !== 'linux') throw new Error('the embedded cluster needs Linux; elsewhere, give --kubeconfig of a cluster to use');
  if (process.getuid?.() !== 0)
    throw new Error('the embedded cluster needs root, for network namespaces and cgroups; or give --kubeconfig of a cluster to use');
  return {
    runcPath: findFile('runc', ['/usr/sbin', '/usr/bin', '/usr/local/sbin', '/usr/local/bin']),
    cniFolder: findFile('ptp', ['/usr/lib/cni', '/opt/cni/bin', '/usr/libexec/cni']).replace(/\/ptp$/, ''),
    cgroupVersion: readCgroups().version,
    canLowerOomScore: hasCapability(readFileSync('/proc/self/status', 'utf8'), capSysResource),
  };
}

/** @param status the text of /proc/PID/status */
export function hasCapability(status: string, capability: bigint): boolean {
  const mask = /^CapEff:\s*([0-9a-f]+)$/m.exec(status)?.[1] ?? '0';
  return ((BigInt(`0x${mask}`) >> capability) & 1n) === 1n;
}

function findFile(name: string, folders: readonly string[]): string {
  const found = folders.map((folder) => join(folder, name)).find((path) => existsSync(path));
  if (found === undefined)
    throw new Error(`${name} is in none of ${folders.join(', ')}: install the packages runc and containernetworking-plugins`);
  return found;
}
