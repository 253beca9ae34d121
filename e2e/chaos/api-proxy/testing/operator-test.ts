import { randomUUID } from 'node:crypto';
import { type ConnectOptions, connect, type KubeClient, resources, type WatchReport } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { SharedCache } from '@dataservices/reconcile';
import { test as base, inject } from 'vitest';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { driverKinds } from '../../../src/kinds.ts';
import { cacheDifference } from '../../cache-difference.ts';
import { type ApiProxy, startApiProxy } from '../api-proxy.ts';

export type ConfigMap = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** What an operator has of the API server: a client, and a cache of the namespace's ConfigMaps. All through the proxy. */
export type Operator = {
  readonly kube: KubeClient;
  readonly cache: SharedCache<ConfigMap>;
  readonly reports: readonly WatchReport[];
  /** How often the watch reported this. */
  count(type: WatchReport['type']): number;
  /** Resolves when the cache shows exactly what the API server has. */
  catchesUp(): Promise<unknown>;
  stop(): Promise<void>;
};

export type OperatorFixtures = {
  /** Straight to the API server. */
  readonly admin: KubeClient;
  readonly namespace: string;
  readonly proxy: ApiProxy;
  /** Starts one; it is stopped after the test. */
  readonly startOperator: (options?: Partial<ConnectOptions>) => Operator;
};

const patienceMs = 15_000;

/** A test with an API server, a proxy before it, and operators that are connected through the proxy. */
export const operatorTest = base.extend<OperatorFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: the fixtures' names are read from this pattern
  admin: async ({}, use) => {
    const admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'admin/1.0' });
    await use(admin);
    await admin.close();
  },
  namespace: async ({ admin }, use) => {
    const name = `chaos-${randomUUID().slice(0, 8)}`;
    await admin.create(driverKinds.namespaces, { apiVersion: 'v1', kind: 'Namespace', metadata: { name } });
    await use(name);
  },
  // biome-ignore lint/correctness/noEmptyPattern: the fixtures' names are read from this pattern
  proxy: async ({}, use) => {
    const proxy = await startApiProxy({ kubeconfigPath: inject('kubeconfigPath') });
    await use(proxy);
    await proxy.stop();
  },
  startOperator: async ({ admin, namespace, proxy }, use) => {
    const started: Operator[] = [];
    await use((options = {}) => {
      const operator = createOperator(admin, namespace, proxy, options);
      started.push(operator);
      return operator;
    });
    await Promise.all(started.map((operator) => operator.stop()));
  },
});

function createOperator(admin: KubeClient, namespace: string, proxy: ApiProxy, options: Partial<ConnectOptions>): Operator {
  const reports: WatchReport[] = [];
  const onWatch = (_resource: unknown, report: WatchReport) => reports.push(report);
  const kube = connect({ kubeconfig: proxy.kubeconfigPath, userAgent: 'operator/1.0', onWatch, ...options });
  const cache = new SharedCache<ConfigMap>({ resource: resources.configMaps, namespaces: [namespace] });
  cache.start(kube);
  const difference = async () => cacheDifference(cache.list(), (await admin.list<ConfigMap>(resources.configMaps, { namespace })).items);
  return {
    kube,
    cache,
    reports,
    count: (type) => reports.filter((report) => report.type === type).length,
    catchesUp: () =>
      waitUntil(async () => cache.hasSynced() && (await difference()).length === 0, {
        what: 'the cache to show what the API server has',
        timeoutMs: patienceMs,
        intervalMs: 20,
        explain: async () => (await difference()).join('\n'),
      }),
    async stop() {
      await cache.stop();
      await kube.close();
    },
  };
}

export function configMap(namespace: string, name: string, value = '1') {
  return { apiVersion: 'v1', kind: 'ConfigMap', metadata: { namespace, name }, data: { value } };
}

/** Creates, changes and deletes ConfigMaps whose names begin with `prefix`: one remains as it was, one changed. */
export async function makeChanges(admin: KubeClient, namespace: string, prefix: string): Promise<void> {
  const at = (name: string) => ({ namespace, name: `${prefix}-${name}` });
  for (const name of ['stays', 'changes', 'goes', 'returns']) {
    await admin.create(resources.configMaps, configMap(namespace, `${prefix}-${name}`));
  }
  for (const value of ['2', '3']) await admin.mergePatch(resources.configMaps, at('changes'), { data: { value } });
  await admin.delete(resources.configMaps, at('goes'));
  await admin.delete(resources.configMaps, at('returns'));
  await admin.create(resources.configMaps, configMap(namespace, `${prefix}-returns`, 'new'));
}

export function eventually(what: string, check: () => boolean | Promise<boolean>): Promise<unknown> {
  return waitUntil(check, { what, timeoutMs: patienceMs, intervalMs: 10 });
}
