import { type Resource, resources } from '@dataservices/kube';
import {
  isOutdated,
  type Member,
  type MemberAction,
  membersOf,
  type Pod,
  podView,
  replaceStuckMember,
  rollOneMember,
} from '@dataservices/members';
import {
  conditionsFrom,
  firstMatch,
  mergeConditions,
  operationOf,
  type PassOutcome,
  type Plan,
  type Rule,
  settledFact,
} from '@dataservices/plan';
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
import { podHashOf, service, statefulSetOf } from './objects.ts';

/** The kind that is reconciled. */
export const memcacheds: Resource = { group: 'example.com', version: 'v1', kind: 'Memcached', plural: 'memcacheds', isNamespaced: true };

const fieldManager = 'dataservices-memcached';

/** Everything that a plan may know, and nothing else may influence it. */
export type Observed = { readonly now: number; readonly cluster: Memcached; readonly members: readonly Member[] };

type MemcachedRule = Rule<Observed, MemberAction>;

const replaceStuck: MemcachedRule = ({ cluster, members }) =>
  replaceStuckMember({ members, isOutdated: ({ pod }) => isOutdated(pod, podHashOf(cluster)), isNeeded: () => false });

/** Prevents: a cache that is empty in two members at once, because the next one restarts before the last one is back. */
const awaitMembers: MemcachedRule = ({ cluster, members }) => {
  const missing = members.filter(({ ordinal, pod }) => ordinal < cluster.spec.replicas === (pod?.isReady !== true));
  if (missing.length === 0) return undefined;
  return { rule: 'AwaitMembers', reason: `waiting for ${missing.map(({ name }) => name).join(', ')}`, actions: [] };
};

const roll: MemcachedRule = ({ cluster, members }) =>
  rollOneMember({
    order: members.toReversed(),
    isOutdated: ({ pod }) => isOutdated(pod, podHashOf(cluster)),
    whole: true,
    mayGo: () => true,
  })?.step;

/** The whole decision: what is harmless and always applied, and the one step of the first rule that fires. */
export function plan(observed: Observed): Plan<MemberAction> {
  const step = firstMatch([replaceStuck, awaitMembers, roll], observed);
  return { applies: [service(observed.cluster), statefulSetOf(observed.cluster)], ...(step !== undefined && { step }) };
}

/** The whole status, as one write. */
export function status({ cluster, members, now }: Observed, decided: Plan<MemberAction>, outcome: PassOutcome): Memcached['status'] {
  const { replicas } = cluster.spec;
  const ready = members.filter(({ ordinal, pod }) => ordinal < replicas && pod?.isReady === true).length;
  const operation = operationOf(cluster.status?.operation, decided, now);
  const stall = outcome.problems.find(({ isTerminal }) => isTerminal);
  const stalled = {
    holds: stall !== undefined,
    reason: stall?.reason ?? 'NotStalled',
    message: stall?.message ?? 'nothing needs a person',
  };
  const message = `${ready} of ${replicas} members are ready`;
  const facts = conditionsFrom({
    available: { holds: ready > 0, reason: ready > 0 ? 'MembersServe' : 'NoMember', message },
    membersReady: { holds: ready === replicas, reason: ready === replicas ? 'AllReady' : 'MembersMissing', message },
    stalled,
    settled: settledFact({ stalled, outcome, isPaused: false, isStopped: replicas === 0, leaving: [], operation }),
    operation,
    generation: cluster.metadata.generation,
  });
  const conditions = mergeConditions(cluster.status?.conditions ?? [], facts, now);
  return {
    observedGeneration: cluster.metadata.generation,
    readyReplicas: ready,
    conditions,
    ...(operation !== undefined && { operation }),
  };
}

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
      const members = membersOf({ set, replicas: cluster.spec.replicas, pods: views });
      const observed = { now: context.now(), cluster, members };
      const objects = objectMap(owned, cluster);
      const decided = plan(observed);
      const outcome = await executePlan({
        ...{ plan: decided, owner: cluster, fieldManager, recorder: manager.recorder, ...context },
        lookup: ({ kind }, { name }) => objects.get(`${kind}/${name}`),
        perform: (action, log) => performMemberAction(action, { ...context, log, namespace }),
      });
      await writeStatus(memcacheds, cluster, status(observed, decided, outcome) ?? {}, fieldManager, context);
      return settle(outcome.error, decided.requeueAfterMs);
    },
  });
}
