import type { Permission, UnusedPermission } from './used-permissions.ts';

/** Why a permission is granted although no scenario uses it, or no record can show its use. */
export type Explanation = {
  readonly resources: readonly string[];
  readonly verbs: readonly string[];
  readonly reason: string;
  /** It holds only where this verb is used on the same resource. */
  readonly beside?: string;
};

const clusters = ['redisclusters', 'zookeeperclusters', 'rabbitmqclusters', 'kafkaclusters'].map((plural) => `dataservices.dev/${plural}`);

/** Every permission that a run of all scenarios may leave unused. Whoever adds one says what else shows that it is needed. */
export const explanations: readonly Explanation[] = [
  {
    resources: ['/configmaps', '/serviceaccounts', '/services', '/secrets', 'apps/statefulsets', 'policy/poddisruptionbudgets'],
    verbs: ['create'],
    beside: 'patch',
    reason: 'a server-side apply is a patch, and is checked for this where there is nothing yet',
  },
  {
    resources: ['events.k8s.io/events'],
    verbs: ['patch'],
    beside: 'create',
    reason: 'for an Event that is repeated: libs/reconcile has tests of it',
  },
  {
    resources: clusters.map((cluster) => `${cluster}/finalizers`),
    verbs: ['update'],
    reason: 'checked for owner references that block deletion, in the course of the request that sets them',
  },
  {
    resources: ['networking.k8s.io/networkpolicies'],
    verbs: ['get', 'create', 'patch', 'delete'],
    reason: "no scenario asks for policies, which the local network does not enforce: each service's network-policies.api.test.ts does",
  },
  {
    resources: ['apps/deployments', 'apps/deployments/scale', 'apps/statefulsets/scale'],
    verbs: ['get', 'update'],
    reason: "scenarios scale data services: the AutoScaler's targets.api.test.ts scales these",
  },
  {
    resources: clusters,
    verbs: ['patch'],
    reason: "volumes of one service grow in a scenario: the AutoScaler's tests have those of all grow",
  },
];

/** What a run of all scenarios found out about permissions: nothing, where everything is used or explained. */
export type PermissionFindings = {
  readonly unused: readonly UnusedPermission[];
  /** Those without a reason. */
  readonly unexplained: readonly Permission[];
  /** Explanations of what nobody grants any more. */
  readonly stale: readonly string[];
};

/** Goes through what was never used, with the list of what that is no wonder of. */
export function explainUnused(
  { granted, used, unused }: Readonly<Record<'granted' | 'used' | 'unused', readonly Permission[]>>,
  list: readonly Explanation[] = explanations,
): PermissionFindings {
  const explained = unused.map((permission): UnusedPermission => {
    const reason = list.find((explanation) => doesExplain(explanation, permission, used))?.reason;
    return { ...permission, ...(reason !== undefined && { reason }) };
  });
  const stale = list.flatMap(({ resources, verbs }) =>
    resources.filter((resource) => !granted.some((one) => one.resource === resource && verbs.includes(one.verb))),
  );
  return { unused: explained, unexplained: explained.filter(({ reason }) => reason === undefined), stale };
}

function doesExplain(
  { resources, verbs, beside }: Explanation,
  { account, resource, verb }: Permission,
  used: readonly Permission[],
): boolean {
  if (!resources.includes(resource) || !verbs.includes(verb)) return false;
  return beside === undefined || used.some((one) => one.account === account && one.resource === resource && one.verb === beside);
}

/** What is to be said of it at the end of a run of everything; nothing, where all is well. */
export function permissionProblem({ unexplained, stale }: PermissionFindings): string | undefined {
  const names = unexplained.map(({ account, resource, verb }) => `${account} may ${verb} ${resource} and never did`);
  const old = stale.map((resource) => `${resource} is explained and not granted`);
  const all = [...names, ...old];
  return all.length === 0 ? undefined : `${all.join('; ')}: take it out of the chart, or say why in e2e/src/explained-permissions.ts`;
}
