import type { Condition, Operation, StoredObject } from '@dataservices/plan';

/** The custom resource, as the operator reads it. */
export type Memcached = StoredObject & {
  readonly metadata: { readonly namespace: string; readonly generation: number };
  readonly spec: { readonly replicas: number; readonly image: string };
  readonly status?: MemcachedStatus;
};

export type MemcachedStatus = {
  readonly observedGeneration: number;
  readonly readyReplicas: number;
  readonly operation?: Operation;
  readonly conditions: readonly Condition[];
};
