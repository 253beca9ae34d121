import type { PodView } from '@dataservices/members';
import type { Volume, World } from './world.ts';

/** A pod, and what its container was told. `age` counts ticks. */
export type WorldPod = PodView & {
  readonly age: number;
  readonly order?: string | undefined;
  readonly task?: string | undefined;
  /** It was seen terminating, and is gone after this. */
  readonly isEnding?: boolean;
};

export const setName = 'cart-rabbitmq';

export function ordinalIn(name: string): number {
  return Number(name.slice(name.lastIndexOf('-') + 1));
}

export function changePod(world: World, uid: string | undefined, changes: (pod: WorldPod) => Partial<WorldPod>): World {
  return { ...world, pods: world.pods.map((one) => (one.uid === uid ? withoutAbsent({ ...one, ...changes(one) }) : one)) };
}

type Changes = Partial<Omit<Volume, 'retiredMark'>> & { readonly retiredMark?: string | undefined };

export function changeVolume(world: World, uid: string, changes: (volume: Volume) => Changes): World {
  return { ...world, volumes: world.volumes.map((one) => (one.uid === uid ? withoutAbsent({ ...one, ...changes(one) }) : one)) };
}

function withoutAbsent<T extends object>(object: object): T {
  return Object.fromEntries(Object.entries(object).filter(([, value]) => value !== undefined)) as T;
}
