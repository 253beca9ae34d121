import { resources } from '@dataservices/kube';
import { joined } from '../../src/combined-faults.ts';
import { loseSentinels } from '../../src/lose-sentinels.ts';
import { operator, scaleOperator } from '../../src/operator.ts';
import { useAlerts } from '../../src/provoked-alerts.ts';
import { applyRedis, awaitRest } from '../../src/redis-object.ts';
import { masterPod } from '../../src/redis-objects-of.ts';
import type { TestBed } from '../../src/test-bed.ts';

type Rule = { readonly resources?: readonly string[] };
type ClusterRole = { readonly metadata: object; readonly rules: readonly Rule[] };

const storage = { size: '1Gi' };
const policy = 'dataservices-e2e-refuses';

const { bed, namespace, provokes, fallsSilent } = useAlerts('operators', async (scenario) => {
  const ref = { namespace: scenario.namespace, name: 'cart' };
  // What a run that was killed has left.
  await refuseNothing(scenario.bed);
  await applyRedis(scenario.bed, ref, { storage });
  await awaitRest(scenario.bed, ref, 'its creation', 180_000);
});
const cart = { namespace, name: 'cart' };
const rest = () => awaitRest(bed, cart, 'what was provoked', 300_000);

/** So that there is something to be told in the status. */
const change = (maxmemory: string) => applyRedis(bed, cart, { storage, config: { maxmemory } });

/** Refuses every status of a RedisCluster of this namespace. Anything is refused for a reason, but for a permission, in this way. */
const refusal = [
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: policy },
    spec: {
      matchConstraints: {
        namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
        resourceRules: [
          { apiGroups: ['dataservices.dev'], apiVersions: ['*'], operations: ['UPDATE'], resources: ['redisclusters/status'] },
        ],
      },
      validations: [{ expression: 'false', message: 'nothing may be told' }],
    },
  },
  {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicyBinding',
    metadata: { name: policy },
    spec: { policyName: policy, validationActions: ['Deny'] },
  },
];

async function refuseNothing({ cluster }: TestBed): Promise<void> {
  const kinds = 'validatingadmissionpolicybindings,validatingadmissionpolicies';
  await cluster.kubectl(['delete', kinds, policy, '--ignore-not-found']);
}

provokes('The API server refuses or fails', {
  rest,
  timeoutMs: 300_000,
  inject: async () => {
    await bed.cluster.kubectl(['apply', '--filename', '-'], refusal.map((object) => JSON.stringify(object)).join('\n---\n'));
    await change('200mb');
    return { heal: () => refuseNothing(bed) };
  },
});

provokes('A permission of the operators was taken away', {
  rest,
  timeoutMs: 300_000,
  inject: async () => {
    const text = await bed.cluster.kubectl(['get', 'clusterrole', operator.deployment, '--output', 'json']);
    const { metadata, ...role } = JSON.parse(text) as ClusterRole;
    const rules = role.rules.filter(({ resources }) => resources?.includes('redisclusters/status') !== true);
    const replace = (by: object) => bed.cluster.kubectl(['replace', '--filename', '-'], JSON.stringify(by));
    await replace({ ...role, metadata: { name: operator.deployment, ...named(metadata) }, rules });
    await change('300mb');
    return { heal: async () => void (await replace({ ...role, metadata: { name: operator.deployment, ...named(metadata) } })) };
  },
});

/** What Helm knows it by, and no version: whoever changed it in between is overwritten. */
function named(metadata: object): object {
  const { labels, annotations } = metadata as { readonly labels?: object; readonly annotations?: object };
  return { labels, annotations };
}

provokes('Both operators are away, or cannot reach the API server', {
  rest,
  inject: async () => {
    await scaleOperator(bed, 0);
    return { heal: () => scaleOperator(bed, 1) };
  },
});

provokes('The master of Redis is lost, most sentinels, and the operators', {
  rest,
  inject: async () => {
    const master = (await masterPod(bed, cart)).metadata.name;
    const sentinels = await loseSentinels(bed, cart);
    await scaleOperator(bed, 0);
    await bed.kube.delete(resources.pods, { namespace, name: master }, { gracePeriodSeconds: 0 });
    return joined({ heal: () => scaleOperator(bed, 1) }, sentinels);
  },
});

fallsSilent();
