import type { ClusterCaches } from '@dataservices/reconcile';

export type Caches = ClusterCaches;
