import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { memcacheds } from '@dataservices/example-memcached-operator';
import { memcachedCrd } from '@dataservices/example-memcached-operator/crd';
import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { inject } from 'vitest';
import { waitUntil } from '../../cluster/src/wait-until.ts';
import { driverKinds } from '../../src/kinds.ts';
import { type ApiProxy, startApiProxy } from '../api-proxy/api-proxy.ts';

const program = fileURLToPath(new URL('../../../examples/memcached-operator/src/main.ts', import.meta.url));
const lease = 'memcached-operator';

/** A lease lasts 15 s; a machine that is busy takes its time beside that. */
const takeOverMs = 60_000;

export type OperatorProcess = {
  readonly child: ChildProcess;
  readonly proxy: ApiProxy;
  /** How often its program began. */
  readonly beginnings: () => number;
};

/** The operator of the guide as a process of its own, whose every request passes a proxy of its own. */
export async function startMemcachedOperator(namespace: string): Promise<OperatorProcess> {
  const proxy = await startApiProxy({ kubeconfigPath: inject('kubeconfigPath') });
  const own = { KUBECONFIG: proxy.kubeconfigPath, WATCH_NAMESPACES: namespace, LEASE_NAMESPACE: namespace, HEALTH_PORT: '0' };
  const child = spawn(process.execPath, ['--disable-warning=DEP0040', program], {
    env: { PATH: process.env.PATH, ...own },
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  let beginnings = 0;
  createInterface({ input: child.stdout }).on('line', (line) => {
    if (line.includes('"starting"')) beginnings += 1;
  });
  return { child, proxy, beginnings: () => beginnings };
}

export async function killOperator({ child, proxy }: OperatorProcess): Promise<void> {
  if (child.exitCode === null && child.signalCode === null) {
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  }
  await proxy.stop();
}

type Lease = StoredObject & { readonly spec?: { readonly holderIdentity?: string } };

/** Waits for a leader other than `previous`. */
export function awaitLeader(kube: KubeClient, namespace: string, previous?: string): Promise<string> {
  return waitUntil(
    async () => {
      const holder = (await kube.get<Lease>(resources.leases, { namespace, name: lease }))?.spec?.holderIdentity;
      return holder !== undefined && holder !== '' && holder !== previous && holder;
    },
    { what: 'another leader', timeoutMs: takeOverMs, intervalMs: 50 },
  );
}

/** Asks for a Memcached `cart` of that size. */
export async function applyMemcached(kube: KubeClient, namespace: string, replicas: number): Promise<void> {
  const object = { apiVersion: 'example.com/v1', kind: 'Memcached', metadata: { name: 'cart', namespace }, ...{ spec: { replicas } } };
  await kube.apply(memcacheds, object, { fieldManager: 'user' });
}

/** Waits until the operator has asked for as many. */
export function awaitReplicas(kube: KubeClient, namespace: string, replicas: number, timeoutMs = 30_000): Promise<unknown> {
  type StatefulSet = StoredObject & { readonly spec: { readonly replicas: number } };
  return waitUntil(
    async () => (await kube.get<StatefulSet>(resources.statefulSets, { namespace, name: 'cart' }))?.spec.replicas === replicas,
    { what: `a StatefulSet of ${replicas}`, timeoutMs },
  );
}

export async function serveMemcached(kube: KubeClient): Promise<void> {
  await kube.apply(driverKinds.customResourceDefinitions, memcachedCrd, { fieldManager: 'test' });
  const isServed = () =>
    kube.list(memcacheds).then(
      () => true,
      () => false,
    );
  await waitUntil(isServed, { what: 'the kind to be served', timeoutMs: 30_000 });
}
