import { buildCrd, redisClusterKind } from '@dataservices/api';
import { connect, type Kube, resources } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import { testManager } from '@dataservices/reconcile/testing';
import { type RunningOperator, testNamespace, useCrashBed, waitFor } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { addRedisController } from './controller.ts';
import { simulatedRedis } from './testing/simulated-redis.ts';

/** What is promised is 30 s; a machine that is busy with other tests may take longer. */
const patience = { timeoutMs: 60_000, intervalMs: 100 };
const limitRanges = { group: '', version: 'v1', kind: 'LimitRange', plural: 'limitranges', isNamespaced: true };
const quotas = { group: '', version: 'v1', kind: 'ResourceQuota', plural: 'resourcequotas', isNamespaced: true };

type Cluster = StoredObject & { readonly status?: { readonly conditions?: readonly Condition[] } };

const bed = useCrashBed({
  userAgent: 'dataservices-redis',
  crd: buildCrd(redisClusterKind),
  resource: resources.redisClusters,
  operator,
});

function operator(kube: Kube, namespace: string): RunningOperator {
  const manager = testManager({ name: 'redis', kube, namespace });
  const { port } = simulatedRedis(3);
  addRedisController(manager, { clusterDomain: 'cluster.local' }, () => port);
  return manager;
}

/** A quota that nothing fits into. It refuses nothing before it was counted, for which there is no controller here. */
async function limit(namespace: string, hard: Readonly<Record<string, string>>): Promise<void> {
  const quota = { apiVersion: 'v1', kind: 'ResourceQuota', metadata: { name: 'full', namespace } };
  await bed.admin().create(quotas, { ...quota, ...{ spec: { hard } } });
  await bed.admin().applyStatus(quotas, { ...quota, ...{ status: { hard, used: hard } } }, { fieldManager: 'admin' });
}

/** No container may have so much memory as those of the cluster ask for. */
async function limitContainers(namespace: string): Promise<void> {
  const range = { apiVersion: 'v1', kind: 'LimitRange', metadata: { name: 'full', namespace } };
  await bed.admin().create(limitRanges, { ...range, ...{ spec: { limits: [{ type: 'Container', max: { memory: '1Mi' } }] } } });
}

const limitOf = (hard: Readonly<Record<string, string>>) => ({ kind: quotas, set: (namespace: string) => limit(namespace, hard) });

test.for([
  ['no Service', limitOf({ services: '0' }), 'exceeded quota: full'],
  ['no pod', limitOf({ pods: '0' }), 'kubectl describe statefulset cart-redis-sentinel says why'],
  ['no volume', limitOf({ persistentvolumeclaims: '0' }), 'kubectl describe statefulset cart-redis says why'],
  ['no container of that size', { kind: limitRanges, set: limitContainers }, 'kubectl describe statefulset cart-redis-sentinel says why'],
] as const)(
  'a namespace that has room for %s is told of, and mended by more room',
  { timeout: 180_000, concurrent: true },
  async ([, limited, expected]) => {
    const namespace = await testNamespace(bed.admin(), 'full');
    await limited.set(namespace);
    const resources = { requests: { memory: '64Mi' }, limits: { memory: '64Mi' } };
    await bed.apply(namespace, { spec: { replicas: 1, resources, sentinel: { resources } } });
    const kube = connect({ kubeconfig: bed.kubeconfig(), userAgent: 'dataservices-redis' });
    const manager = operator(kube, namespace);
    const running = manager.run();
    const settled = async () => (await bed.read<Cluster>(namespace))?.status?.conditions?.find(({ type }) => type === 'Settled');
    try {
      const told = await waitFor(
        `"${expected}" in the condition`,
        async () => {
          const condition = await settled();
          return condition?.message.includes(expected) ? condition : undefined;
        },
        patience,
      );
      expect(told.status).toBe('False');
      await bed.admin().delete(limited.kind, { namespace, name: 'full' });
      await waitFor('the cluster', () => bed.isSettled(namespace), { timeoutMs: 90_000 });
    } finally {
      await manager.stop();
      await running;
      await kube.close();
    }
  },
);
