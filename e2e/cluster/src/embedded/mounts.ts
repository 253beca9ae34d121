import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { runCommand } from '../run-command.ts';
import { waitUntil } from '../wait-until.ts';

/**
 * Where something is mounted in this folder or below it, the deepest first.
 *
 * @param mountInfo the text of /proc/self/mountinfo
 */
export function mountPointsBelow(folder: string, mountInfo: string): readonly string[] {
  return mountInfo
    .split('\n')
    .flatMap((line) => line.split(' ')[4] ?? [])
    .map((path) => path.replace(/\\([0-7]{3})/g, (_, code: string) => String.fromCharCode(Number.parseInt(code, 8))))
    .filter((path) => path === folder || path.startsWith(`${folder}/`))
    .sort((one, other) => other.length - one.length);
}

export function readMountPointsBelow(folder: string): readonly string[] {
  return mountPointsBelow(folder, readFileSync('/proc/self/mountinfo', 'utf8'));
}

/** Makes what is mounted below this folder appear in the mount namespaces that follow this one. May be repeated. */
export async function shareFolder(folder: string): Promise<void> {
  if (!readMountPointsBelow(folder).includes(folder)) await runCommand('mount', ['--bind', folder, folder]);
  // Private first: otherwise it would stay in one group with the mount that it is a part of.
  await runCommand('mount', ['--make-private', folder]);
  await runCommand('mount', ['--make-shared', folder]);
}

/**
 * Unmounts everything in and below the folder, and returns when no loop device holds a file of it any more. What a node that has
 * just died had mounted there is in use for a moment longer than its processes live.
 *
 * @throws Error when something is still in use after 10 s
 */
export async function unmountBelow(folder: string): Promise<void> {
  await waitUntil(
    async () => {
      for (const path of readMountPointsBelow(folder)) await runCommand('umount', [path]);
      return loopDevicesBelow(folder).length === 0;
    },
    { what: `everything in ${folder} to be unmounted`, timeoutMs: 10_000, explain: () => loopDevicesBelow(folder).join(', ') },
  );
}

const blockDevices = '/sys/block';

/** The loop devices that hold files below this folder. */
export function loopDevicesBelow(folder: string): readonly string[] {
  return readdirSync(blockDevices).filter((device) => {
    const path = join(blockDevices, device, 'loop', 'backing_file');
    return existsSync(path) && readFileSync(path, 'utf8').startsWith(`${folder}/`);
  });
}
