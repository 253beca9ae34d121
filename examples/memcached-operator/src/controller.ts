import { type Resource, resources } from '@dataservices/kube';
import { membersOf, type Pod, podView } from '@dataservices/members';
import {
  changesMapped,
  clusterKeys,
  executePlan,
  type Manager,
  objectMap,
  objectsOf,
  ownedByClusters,
  performMemberAction,
  settle,
  writeStatus,
} from '@dataservices/reconcile';
import type { Memcached } from './memcached.ts';
import { plan } from './plan.ts';
import { status } from './status.ts';

/** The kind that is reconciled. */
export const memcacheds: Resource = { group: 'example.com', version: 'v1', kind: 'Memcached', plural: 'memcacheds', isNamespaced: true };

const fieldManager = 'dataservices-memcached';

/** Adds the controller to a manager, which brings the client, the caches, the lease, metrics and probes. */
export function addMemcachedController(manager: Manager): void {
  const own = ownedByClusters(fieldManager);
  const clusters = manager.cache<Memcached>(memcacheds);
  const pods = manager.cache<Pod>(resources.pods, own);
  const owned = [manager.cache(resources.services, own), manager.cache(resources.statefulSets, own)];
  manager.controller({
    name: 'memcached',
    for: clusters,
    owns: owned,
    watches: [changesMapped(pods, clusterKeys)],
    reconcile: async (key, context) => {
      const cluster = clusters.get(key);
      if (cluster === undefined || cluster.metadata.deletionTimestamp !== undefined) return {};
      const { name: set, namespace } = cluster.metadata;
      const views = objectsOf(pods, cluster).map((pod) => podView(pod, undefined, 'memcached'));
      const observed = { now: context.now(), cluster, members: membersOf({ set, replicas: cluster.spec.replicas, pods: views }) };
      const decided = plan(observed);
      const objects = objectMap(owned, cluster);
      const outcome = await executePlan({
        ...context,
        plan: decided,
        owner: cluster,
        lookup: ({ kind }, { name }) => objects.get(`${kind}/${name}`),
        perform: (action, log) => performMemberAction(action, { ...context, log, namespace }),
        fieldManager,
        metrics: manager.metrics.acts,
        recorder: manager.recorder,
      });
      await writeStatus(memcacheds, cluster, status(observed, decided, outcome), fieldManager, context);
      return settle(outcome.error, decided.requeueAfterMs);
    },
  });
}
