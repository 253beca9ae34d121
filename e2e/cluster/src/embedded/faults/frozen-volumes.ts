import { runCommand } from '../../run-command.ts';
import { readMountPointsBelow } from '../mounts.ts';

/** Lets writes to frozen volumes go on; volumes that are not frozen stay as they are. */
export async function thawBelow(folder: string): Promise<void> {
  const volumes = readMountPointsBelow(folder).filter((path) => path !== folder);
  // It fails on those that are not frozen, and there is no way to ask beforehand.
  await Promise.all(volumes.map((path) => runCommand('fsfreeze', ['--unfreeze', path]).catch(() => {})));
}
