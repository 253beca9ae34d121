import type { KubeClient } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { memcacheds } from './memcached-objects.ts';

type Memcached = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

export type SettledObjects = {
  /** Resolves when so many say of their present generation that nothing is left to do. */
  readonly reached: (count: number) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** Follows the custom resources of a namespace by a watch: to ask again and again for a thousand of them would be load of its own. */
export function followSettled(kube: KubeClient, namespace: string): SettledObjects {
  const settled = new Set<string>();
  let onChange = () => {};
  const see = (object: Memcached) => {
    if (isSettled(object)) settled.add(object.metadata.name);
    else settled.delete(object.metadata.name);
  };
  const watch = kube.watch<Memcached>(memcacheds, { namespace }, (event) => {
    if (event.type === 'LISTED') event.objects.forEach(see);
    else if (event.type === 'DELETED') settled.delete(event.object.metadata.name);
    else see(event.object);
    onChange();
  });
  return {
    reached: (count) =>
      new Promise((resolve) => {
        onChange = () => {
          if (settled.size >= count) resolve();
        };
        onChange();
      }),
    stop: () => watch.stop(),
  };
}

function isSettled({ metadata, status }: Memcached): boolean {
  const settled = status?.conditions?.find(({ type }) => type === 'Settled');
  return settled?.status === 'True' && settled.observedGeneration === metadata.generation;
}
