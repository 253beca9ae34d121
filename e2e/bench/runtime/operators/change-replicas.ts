import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { memcacheds, nameOf } from './memcached-objects.ts';
import { within } from './within.ts';

type Scaled = StoredObject & { readonly spec: { readonly replicas: number } };

/** When this process has heard of what, in milliseconds of its own clock. */
export type SeenChange = { readonly sentMs: number; readonly resourceMs: number; readonly childMs: number };

export type ReplicaChanges = {
  /** Asks custom resource number `at` for two members, or for one where it has two. @returns when its StatefulSet has them @throws Error after two minutes */
  readonly change: (at: number) => Promise<SeenChange>;
  readonly stop: () => Promise<void>;
};

type Awaited = {
  readonly replicas: number;
  readonly sentMs: number;
  resourceMs?: number;
  readonly resolve: (seen: SeenChange) => void;
};

const longestMs = 120_000;

/** Changes custom resources and follows, by one watch for each kind, when they and their StatefulSets have changed. */
export function followReplicas(kube: KubeClient, namespace: string): ReplicaChanges {
  const awaited = new Map<string, Awaited>();
  const follow = (resource: typeof memcacheds, onNews: (name: string, change: Awaited) => void) =>
    kube.watch<Scaled>(resource, { namespace }, (event) => {
      if (event.type === 'LISTED' || event.type === 'DELETED') return;
      const { metadata, spec } = event.object;
      const change = awaited.get(metadata.name);
      if (change !== undefined && spec.replicas === change.replicas) onNews(metadata.name, change);
    });
  const watches = [
    follow(memcacheds, (_name, change) => {
      change.resourceMs ??= performance.now();
    }),
    follow(resources.statefulSets, (name, { sentMs, resourceMs, resolve }) => {
      awaited.delete(name);
      const childMs = performance.now();
      // The two watches are two connections: the news of the effect may be here first.
      resolve({ sentMs, resourceMs: resourceMs ?? childMs, childMs });
    }),
  ];
  return {
    async change(at) {
      const ref = { namespace, name: nameOf(at) };
      const replicas = (await kube.get<Scaled>(memcacheds, ref))?.spec.replicas === 2 ? 1 : 2;
      const { promise, resolve } = Promise.withResolvers<SeenChange>();
      awaited.set(ref.name, { replicas, sentMs: performance.now(), resolve });
      await kube.mergePatch(memcacheds, ref, { spec: { replicas } });
      return within(longestMs, `${replicas} replicas of ${ref.name}`, promise);
    },
    async stop() {
      await Promise.all(watches.map((watch) => watch.stop()));
    },
  };
}
