import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { memcacheds } from '@dataservices/example-memcached-operator';
import { memcachedCrd } from '@dataservices/example-memcached-operator/crd';
import { type KubeClient, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { afterEach, expect, inject } from 'vitest';
import { waitUntil } from '../cluster/src/wait-until.ts';
import { driverKinds } from '../src/kinds.ts';
import { type ApiProxy, startApiProxy } from './api-proxy/api-proxy.ts';
import { operatorTest } from './api-proxy/testing/operator-test.ts';

type Lease = StoredObject & { readonly spec?: { readonly holderIdentity?: string } };

const lease = 'memcached-operator';
const program = fileURLToPath(new URL('../../examples/memcached-operator/src/main.ts', import.meta.url));

/** A lease lasts 15 s; a machine that is busy takes its time beside that. */
const takeOverMs = 60_000;

type Process = { readonly child: ChildProcess; readonly proxy: ApiProxy };

let started: Process[] = [];

afterEach(async () => {
  for (const { child, proxy } of started) {
    if (child.exitCode === null && child.signalCode === null) {
      const ended = once(child, 'exit');
      child.kill('SIGKILL');
      await ended;
    }
    await proxy.stop();
  }
  started = [];
});

/** An operator as a process of its own, whose every request passes a proxy of its own. */
async function startOperator(namespace: string): Promise<Process> {
  const proxy = await startApiProxy({ kubeconfigPath: inject('kubeconfigPath') });
  const own = { KUBECONFIG: proxy.kubeconfigPath, WATCH_NAMESPACES: namespace, LEASE_NAMESPACE: namespace, HEALTH_PORT: '0' };
  const child = spawn(process.execPath, ['--disable-warning=DEP0040', program], {
    env: { PATH: process.env.PATH, ...own },
    stdio: 'ignore',
  });
  const operator = { child, proxy };
  started.push(operator);
  return operator;
}

/** Waits for a leader other than `previous`. */
function awaitLeader(kube: KubeClient, namespace: string, previous?: string): Promise<string> {
  return waitUntil(
    async () => {
      const holder = (await kube.get<Lease>(resources.leases, { namespace, name: lease }))?.spec?.holderIdentity;
      return holder !== undefined && holder !== '' && holder !== previous && holder;
    },
    { what: 'another leader', timeoutMs: takeOverMs, intervalMs: 50 },
  );
}

async function apply(kube: KubeClient, namespace: string, replicas: number): Promise<void> {
  const object = { apiVersion: 'example.com/v1', kind: 'Memcached', metadata: { name: 'cart', namespace }, ...{ spec: { replicas } } };
  await kube.apply(memcacheds, object, { fieldManager: 'user' });
}

function awaitReplicas(kube: KubeClient, namespace: string, replicas: number): Promise<unknown> {
  type StatefulSet = StoredObject & { readonly spec: { readonly replicas: number } };
  return waitUntil(
    async () => (await kube.get<StatefulSet>(resources.statefulSets, { namespace, name: 'cart' }))?.spec.replicas === replicas,
    { what: `a StatefulSet of ${replicas}`, timeoutMs: 30_000 },
  );
}

async function serveKind(kube: KubeClient): Promise<void> {
  await kube.apply(driverKinds.customResourceDefinitions, memcachedCrd, { fieldManager: 'test' });
  const isServed = () =>
    kube.list(memcacheds).then(
      () => true,
      () => false,
    );
  await waitUntil(isServed, { what: 'the kind to be served', timeoutMs: 30_000 });
}

operatorTest(
  'a leader that was frozen beyond its lease wakes up, writes nothing, and ends',
  { timeout: 180_000 },
  async ({ admin, namespace }) => {
    await serveKind(admin);
    const frozen = await startOperator(namespace);
    const first = await awaitLeader(admin, namespace);
    await apply(admin, namespace, 1);
    await awaitReplicas(admin, namespace, 1);
    await startOperator(namespace);
    frozen.child.kill('SIGSTOP');
    const written = frozen.proxy.writes.length;
    await awaitLeader(admin, namespace, first);
    await apply(admin, namespace, 2);
    await awaitReplicas(admin, namespace, 2);
    // It finds this change when it wakes up, as one that nobody has met yet.
    await apply(admin, namespace, 3);
    const ended = once(frozen.child, 'exit');
    frozen.child.kill('SIGCONT');
    const [code] = await ended;
    expect(code).not.toBe(0);
    await awaitReplicas(admin, namespace, 3);
    expect(frozen.proxy.writes.slice(written)).toEqual([]);
  },
);

operatorTest(
  'a leader that is killed is followed by another, which goes on where it was',
  { timeout: 180_000 },
  async ({ admin, namespace }) => {
    await serveKind(admin);
    const killed = await startOperator(namespace);
    const first = await awaitLeader(admin, namespace);
    await startOperator(namespace);
    killed.child.kill('SIGKILL');
    await apply(admin, namespace, 2);
    await awaitLeader(admin, namespace, first);
    await awaitReplicas(admin, namespace, 2);
  },
);
