import { isDeepStrictEqual } from 'node:util';
import { connect, type Kube, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';
import type { RunningOperator } from './crash-writes.ts';
import { type Crd, installCrd } from './install-crd.ts';
import { operatorPeers } from './probe-matrix.ts';
import { testNamespace } from './test-namespace.ts';
import { waitFor } from './wait-for.ts';

export type NetworkPolicyTests = {
  readonly crd: Crd;
  /** The kind that the CRD is about. */
  readonly resource: Resource;
  /** Names of the policies of an object called cart; the first is the name of a StatefulSet as well. */
  readonly policies: readonly [string, ...string[]];
  /** A new process of the operator. */
  readonly operator: (kube: Kube, namespace: string, peers: readonly object[] | undefined) => RunningOperator;
};

type Set = StoredObject & { readonly spec: { readonly template: object } };
type Policy = StoredObject & { readonly spec: object };
type Cluster = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

const patience = { timeoutMs: 30_000, intervalMs: 50 };
const together = { timeout: 120_000, concurrent: true };

/** What every operator promises of `spec.networkPolicy`, on a real API server. */
export function testNetworkPolicies({ crd, resource, policies, operator }: NetworkPolicyTests): void {
  let admin: KubeClient;

  beforeAll(async () => {
    admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
    await installCrd(admin, crd);
  }, 60_000);

  afterAll(() => admin?.close());

  async function withOperator(peers: readonly object[] | undefined, use: (bed: ReturnType<typeof bedOf>) => Promise<void>): Promise<void> {
    const namespace = await testNamespace(admin, 'policies');
    await runOperator(namespace, peers, () => use(bedOf(namespace)));
  }

  async function runOperator(namespace: string, peers: readonly object[] | undefined, use: () => Promise<void>): Promise<void> {
    const kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'operator' });
    const running = operator(kube, namespace, peers);
    void running.run();
    try {
      await use();
    } finally {
      await running.stop();
    }
  }

  function bedOf(namespace: string) {
    const policy = (name: string) => admin.get<Policy>(resources.networkPolicies, { namespace, name });
    const cluster = { apiVersion: `${resource.group}/${resource.version}`, kind: resource.kind, metadata: { name: 'cart', namespace } };
    return {
      namespace,
      policy,
      ask: (mode: string, more: object = {}) =>
        admin.apply(resource, { ...cluster, ...{ spec: { networkPolicy: { mode, ...more } } } }, { fieldManager: 'user' }),
      awaitPolicy: (name: string) => waitFor(`NetworkPolicy ${name}`, () => policy(name), patience),
      awaitGone: (name: string) => waitFor(`no NetworkPolicy ${name}`, async () => (await policy(name)) === undefined, patience),
      awaitSet: () => waitFor('a StatefulSet', () => admin.get<Set>(resources.statefulSets, { namespace, name: policies[0] }), patience),
      awaitStall: (reason: string) =>
        waitFor(
          `Stalled, ${reason}`,
          async () => {
            const conditions = (await admin.get<Cluster>(resource, { namespace, name: 'cart' }))?.status?.conditions;
            return conditions?.find((one) => one.type === 'Stalled' && one.reason === reason);
          },
          patience,
        ),
    };
  }

  test('policies come, are put back as they were, and go; and no pod is made anew for them', together, () =>
    withOperator(operatorPeers, async ({ policy, ask, awaitPolicy, awaitGone, awaitSet }) => {
      await ask('Disabled');
      const before = await awaitSet();
      for (const name of policies) expect(await policy(name)).toBeUndefined();
      await ask('Enabled');
      for (const name of policies) {
        const { metadata, spec } = await awaitPolicy(name);
        expect(metadata.ownerReferences).toMatchObject([{ kind: resource.kind, name: 'cart', controller: true }]);
        await admin.mergePatch(resources.networkPolicies, metadata, { spec: { ingress: [{}] } });
        await waitFor(`${name} to be put back`, async () => isDeepStrictEqual((await policy(name))?.spec, spec), patience);
        await admin.delete(resources.networkPolicies, metadata);
        await waitFor(
          `${name} to be made again`,
          async () => ![undefined, metadata.uid].includes((await policy(name))?.metadata.uid),
          patience,
        );
      }
      expect((await awaitSet()).spec.template).toEqual(before.spec.template);
      await ask('Disabled');
      for (const name of policies) await awaitGone(name);
    }),
  );

  test('a policy of that name that belongs to nobody is named, and stays as it is', together, () =>
    withOperator(operatorPeers, async ({ namespace, policy, ask, awaitStall }) => {
      const [name] = policies;
      const mine = {
        apiVersion: 'networking.k8s.io/v1',
        kind: 'NetworkPolicy',
        metadata: { name, namespace },
        ...{ spec: { podSelector: {} } },
      };
      const { metadata } = await admin.create(resources.networkPolicies, mine);
      await ask('Enabled');
      expect((await awaitStall('NameTaken')).message).toContain(`NetworkPolicy ${name}`);
      await ask('Disabled');
      await awaitStall('NotStalled');
      expect((await policy(name))?.metadata).toMatchObject({ uid: metadata.uid, resourceVersion: metadata.resourceVersion });
    }),
  );

  test('what the API server refuses of a peer is said in its words, and keeps nothing else from being made', together, () =>
    withOperator(operatorPeers, async ({ ask, awaitStall, awaitSet }) => {
      await ask('Enabled', { clients: [{ ipBlock: { cidr: '10.0.0.0/8', except: ['192.0.2.0/24'] } }] });
      expect((await awaitStall('Invalid')).message).toContain('except');
      await awaitSet();
    }),
  );

  test('an operator that does not know from where it connects says so, and touches none that is there', together, async () => {
    const { namespace, policy, ask, awaitPolicy, awaitStall } = bedOf(await testNamespace(admin, 'policies'));
    await ask('Enabled');
    await runOperator(namespace, operatorPeers, async () => void (await awaitPolicy(policies[0])));
    const { metadata } = await awaitPolicy(policies[0]);
    await runOperator(namespace, undefined, async () => void (await awaitStall('OperatorPeersUnknown')));
    expect((await policy(policies[0]))?.metadata).toMatchObject({ uid: metadata.uid, resourceVersion: metadata.resourceVersion });
  });
}
