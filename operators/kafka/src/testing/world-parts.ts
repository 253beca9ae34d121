import type { ClaimView, PodView } from '@dataservices/members';
import type { Role } from '../names.ts';
import type { World } from './world.ts';

/** A pod, and what its container was told. `age` counts ticks. */
export type WorldPod = PodView & {
  readonly role: Role;
  readonly ordinal: number;
  readonly age: number;
  readonly order?: string | undefined;
  readonly rack?: string | undefined;
};

/** A volume claim, and what is on the volume. */
export type Volume = ClaimView & { readonly role: Role; readonly isFormatted: boolean; readonly directoryId?: string };

export function changePod(world: World, uid: string | undefined, changes: Partial<WorldPod>): World {
  return { ...world, pods: world.pods.map((one) => (one.uid === uid ? { ...one, ...changes } : one)) };
}

export function changeVolume(world: World, uid: string, changes: Partial<Volume>): World {
  return { ...world, volumes: world.volumes.map((one) => (one.uid === uid ? { ...one, ...changes } : one)) };
}
