import type { Claim, Node, Pod, StorageClass } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import type { Cache } from '@dataservices/reconcile';

/** The shared copies that a pass reads instead of asking the API server. All but `clusters`, `nodes` and `storageClasses` hold only objects of this operator. */
export type Caches = {
  readonly clusters: Cache<StoredObject>;
  readonly pods: Cache<Pod>;
  readonly claims: Cache<Claim>;
  readonly nodes: Cache<Node>;
  readonly storageClasses: Cache<StorageClass>;
  readonly statefulSets: Cache<StoredObject>;
  readonly services: Cache<StoredObject>;
  readonly configMaps: Cache<StoredObject>;
  readonly serviceAccounts: Cache<StoredObject>;
  readonly podDisruptionBudgets: Cache<StoredObject>;
};
