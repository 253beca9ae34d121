import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildCrd, kinds } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { accountKubeconfig } from '../../../libs/testing/src/account-kubeconfig.ts';
import { installCrd } from '../../../libs/testing/src/install-crd.ts';
import { openApi } from './api-request.ts';
import { auditLines } from './audit.ts';
import { type ControlPlane, startControlPlane } from './control-plane.ts';

const policy = fileURLToPath(new URL('../../../examples/audit/policy.yaml', import.meta.url));
const operator = { namespace: 'dataservices-system', name: 'operator' };
const user = `system:serviceaccount:${operator.namespace}:${operator.name}`;
const namespace = 'default';

let folder = '';
let controlPlane: ControlPlane;
let person: KubeClient;
let account: KubeClient;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'audit-policy-'));
  const log = ['--audit-log-path', join(folder, 'audit.log'), '--audit-log-mode=blocking'];
  controlPlane = await startControlPlane({ folder, extraApiServerArgs: [`--audit-policy-file=${policy}`, ...log] });
  person = clientFor(controlPlane.kubeconfigPath);
  for (const kind of kinds.filter((one) => one.kind === 'RedisCluster')) await installCrd(person, buildCrd(kind));
  await allowEverything();
  account = clientFor(await accountKubeconfig(controlPlane.kubeconfigPath, operator));
  // A binding takes a moment to be known.
  await vi.waitFor(() => account.list(resources.pods), { timeout: 10_000 });
}, 120_000);

afterAll(async () => {
  await person?.close();
  await account?.close();
  await controlPlane?.stop();
  await rm(folder, { recursive: true });
});

function clientFor(kubeconfig: string): KubeClient {
  return connect({ kubeconfig, userAgent: 'api-test', rateLimit: 'none' });
}

/** Who may do what is not what this is about. */
async function allowEverything(): Promise<void> {
  const api = openApi(controlPlane.kubeconfigPath);
  await api.send('POST', '/api/v1/namespaces', { metadata: { name: operator.namespace } });
  await api.send('POST', `/api/v1/namespaces/${operator.namespace}/serviceaccounts`, { metadata: { name: operator.name } });
  await api.send('POST', '/apis/rbac.authorization.k8s.io/v1/clusterrolebindings', {
    metadata: { name: operator.name },
    roleRef: { apiGroup: 'rbac.authorization.k8s.io', kind: 'ClusterRole', name: 'cluster-admin' },
    subjects: [{ kind: 'ServiceAccount', ...operator }],
  });
}

type Entry = {
  readonly level: string;
  readonly verb: string;
  readonly user: { readonly username: string };
  readonly objectRef?: { readonly resource: string; readonly name?: string };
  readonly requestObject?: unknown;
  readonly responseObject?: unknown;
};

const entries = (resource: string) =>
  [...auditLines(folder)].map((line) => JSON.parse(line) as Entry).filter(({ objectRef }) => objectRef?.resource === resource);

const object = (kind: string, name: string, more: object = {}): KubeObject => ({
  apiVersion: 'v1',
  kind,
  metadata: { namespace, name },
  ...more,
});

const claimSpec = { accessModes: ['ReadWriteOnce'], volumeName: 'volume-4711', resources: { requests: { storage: '1Gi' } } };

test('a volume claim that an operator deletes is written down as it was, and whose it was', async () => {
  await person.create(resources.persistentVolumeClaims, object('PersistentVolumeClaim', 'data-cart-redis-2', { spec: claimSpec }));
  await account.delete(resources.persistentVolumeClaims, { namespace, name: 'data-cart-redis-2' });
  expect(entries('persistentvolumeclaims')).toMatchObject([
    { verb: 'delete', user: { username: user }, responseObject: { spec: { volumeName: 'volume-4711' } } },
  ]);
});

test('whoever changes a custom resource is written down with what became of it', async () => {
  const redisClusters: Resource = resources.redisClusters;
  const cart = { ...object('RedisCluster', 'cart', { spec: { replicas: 3 } }), apiVersion: 'dataservices.dev/v1alpha1' };
  await person.create(redisClusters, cart);
  await person.mergePatch(redisClusters, { namespace, name: 'cart' }, { spec: { replicas: 1 } });
  const [, changed] = entries('redisclusters');
  expect(changed).toMatchObject({
    verb: 'patch',
    requestObject: { spec: { replicas: 1 } },
    responseObject: { metadata: { generation: 2 } },
  });
});

test('that a Secret was written is written down, and never what is in it; that an operator has read one is not', async () => {
  await account.create(resources.secrets, object('Secret', 'cart-redis-auth', { stringData: { password: 'canary' } }));
  await account.get(resources.secrets, { namespace, name: 'cart-redis-auth' });
  await person.get(resources.secrets, { namespace, name: 'cart-redis-auth' });
  const written = entries('secrets').filter(({ objectRef }) => objectRef?.name === 'cart-redis-auth');
  expect(written.map(({ verb, level, user: { username } }) => [verb, level, username === user])).toEqual([
    ['create', 'Metadata', true],
    ['get', 'Metadata', false],
  ]);
  expect([...auditLines(folder)].join('\n')).not.toContain('canary');
});

test('of what operators do all the time nothing is written down', async () => {
  await account.create(resources.leases, { ...object('Lease', 'a-lease'), apiVersion: 'coordination.k8s.io/v1' });
  await account.list(resources.pods, { namespace });
  expect([...entries('leases'), ...entries('pods')]).toEqual([]);
});
