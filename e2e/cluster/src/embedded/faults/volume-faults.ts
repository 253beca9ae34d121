import { rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Api, openApi } from '../../api-request.ts';
import type { ClaimRef, VolumeFaults } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { Progress } from '../../progress.ts';
import { runCommand } from '../../run-command.ts';
import type { Layout } from '../layout.ts';
import { readMountPointsBelow } from '../mounts.ts';
import { fillWith } from './fill-with.ts';

export function volumeFaults(layout: Layout, progress: Progress): VolumeFaults {
  const onVolume = async (claim: ClaimRef, what: string, act: (mount: string) => Promise<unknown>): Promise<void> => {
    const mount = await findMount(layout, claim);
    await progress(`the volume of ${claim.namespace}/${claim.name} ${what}`, () => act(mount));
  };
  return {
    fill: (claim) => onVolume(claim, 'filled', (mount) => fillWith(fillerIn(mount))),
    healFill: (claim) => onVolume(claim, 'has room again', (mount) => rm(fillerIn(mount), { force: true })),
    freeze: (claim) => onVolume(claim, 'frozen', (mount) => runCommand('fsfreeze', ['--freeze', mount])),
    thaw: (claim) => onVolume(claim, 'thawed', (mount) => runCommand('fsfreeze', ['--unfreeze', mount])),
  };
}

/** Beside the folder that pods see. */
function fillerIn(mount: string): string {
  return join(mount, 'filler');
}

/** Where the file system of the claim's volume is mounted. */
async function findMount(layout: Layout, claim: ClaimRef): Promise<string> {
  const path = await readVolumePath(openApi(layout.kubeconfigPath), claim);
  const mount = dirname(path);
  if (readMountPointsBelow(layout.volumeFolder).includes(mount)) return mount;
  throw new ClusterError(
    'UnsuitableVolume',
    `the volume of ${claim.namespace}/${claim.name} has no file system of its own: only the StorageClass "growable" gives one`,
  );
}

type Claim = { readonly spec: { readonly volumeName?: string } };
type Volume = { readonly spec: { readonly local?: { readonly path: string } } };

async function readVolumePath(api: Api, { namespace, name }: ClaimRef): Promise<string> {
  const { spec } = (await api.send('GET', `/api/v1/namespaces/${namespace}/persistentvolumeclaims/${name}`)) as Claim;
  if (spec.volumeName === undefined) {
    throw new ClusterError('UnsuitableVolume', `the claim ${namespace}/${name} has no volume yet: wait until a pod that uses it runs`);
  }
  const volume = (await api.send('GET', `/api/v1/persistentvolumes/${spec.volumeName}`)) as Volume;
  return volume.spec.local?.path ?? '';
}
