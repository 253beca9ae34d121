import type { KubeObject } from '@dataservices/plan';
import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Observed } from '../observed.ts';
import { lobby, monitoring, observed, redisCluster, serving } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects, unwantedObjects } from './desired.ts';

const small = { servers: [lobby('empty'), lobby('empty'), lobby('empty')], sentinels: [] };

const encrypted = observed({
  ...small,
  cluster: redisCluster({ storage: { size: '1Gi' }, tls: { mode: 'Enabled' } }),
  changes: { tls: tls() },
});

const full = redisCluster({
  replicas: 5,
  image: 'valkey/valkey:8.0.1',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'pull' }],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
  storage: { size: '20Gi', className: 'fast', whenDeleted: 'Delete' },
  config: { 'maxmemory-policy': 'allkeys-lru', save: '' },
  service: { type: 'LoadBalancer', annotations: { 'example.com/a': 'b' } },
  pod: { labels: { team: 'shop' }, nodeSelector: { disk: 'ssd' }, terminationGracePeriodSeconds: 90 },
  metrics: { mode: 'Disabled' },
  sentinel: { replicas: 5, quorum: 2 },
  readOnlyService: 'Disabled',
});

/** What whoever runs the operators has set: it is for clusters that do not say it themselves. */
const settings = { clusterDomain: 'cluster.local', imagePullSecrets: ['registry'] };

test.for([
  { name: 'defaults', given: observed({ ...small, cluster: redisCluster({ storage: { size: '1Gi' } }) }) },
  { name: 'everything-set', given: observed({ ...small, cluster: full, changes: { settings } }) },
  { name: 'tls', given: encrypted },
])('objects of a cluster: $name', async ({ name, given }) => {
  const text = desiredObjects(given)
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0 }))
    .join('---\n');
  await expect(text).toMatchFileSnapshot(`../../golden/${name}.yaml`);
});

test('no password is in anything but a binding, and the digest of none in anything but the Secret that servers start from', () => {
  const { secrets } = observed(small);
  const canary = { text: 'canary-3f9a', digest: 'c4na51e' };
  const clients = [{ user: 'app', wanted: canary, bound: canary }];
  const objects = desiredObjects(observed({ ...small, cluster: full, changes: { secrets: { ...secrets, clients } } }));
  const holding = (text: string) =>
    objects.filter((object) => decoded(object).includes(text)).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(holding(canary.text)).toEqual(['Secret cart-redis-binding']);
  expect(holding(canary.digest)).toEqual(['Secret cart-redis-acl']);
});

test('no pod is made before there is a certificate for it, and no binding before there is an authority', () => {
  const kindsWith = (changes: Parameters<typeof tls>[0]) =>
    desiredObjects({ ...encrypted, tls: tls(changes) }).map(({ kind, metadata }) => `${kind} ${metadata.name}`);
  expect(kindsWith({ files: undefined })).toContain('Secret cart-redis-binding');
  expect(kindsWith({ files: undefined }).filter((object) => object.startsWith('StatefulSet'))).toEqual([]);
  expect(kindsWith({ files: undefined, authorityPem: '' })).not.toContain('Secret cart-redis-binding');
});

test('the key of the authority is mounted nowhere', () => {
  const pods = desiredObjects(encrypted).filter(({ kind }) => kind === 'StatefulSet');
  expect(pods).toHaveLength(2);
  for (const set of pods) expect(JSON.stringify(set)).not.toContain('cart-redis-ca');
});

test('since when clients are shown the authorities is kept while they are the same', () => {
  const binding = (at: Observed) => desiredObjects(at).find(({ metadata }) => metadata.name === 'cart-redis-binding');
  const since = (at: Observed) => binding(at)?.metadata.annotations?.['dataservices.dev/authorities-since'];
  const stored = binding(encrypted);
  if (stored === undefined) throw new Error('no binding');
  const shown = { ...stored, metadata: { ...stored.metadata, uid: 'u', resourceVersion: '1' } };
  const later = { ...encrypted, now: encrypted.now + 60_000, objects: new Map([['Secret/cart-redis-binding', shown]]) };
  expect(since(later)).toBe(since(encrypted));
  expect(since({ ...later, tls: tls({ authorityPem: 'others' }) })).toBe('2026-01-01T00:01:00Z');
});

test('who may do what', async () => {
  const users = [
    { name: 'reporting', permissions: ['+@read', '~cart:*', '+slowlog|get'] },
    { name: 'all', permissions: ['+@all', '~*', '+role', '-role'] },
  ];
  const { secrets } = observed(small);
  const clients = ['app', 'reporting', 'all'].map((user) => ({ user, wanted: { text: user, digest: `${user}-digest` } }));
  const given = observed({ ...small, cluster: redisCluster({ users }), changes: { secrets: { ...secrets, clients } } });
  const acl = desiredObjects(given).find(({ metadata }) => metadata.name === 'cart-redis-acl');
  await expect(acl === undefined ? '' : decoded(acl)).toMatchFileSnapshot('../../golden/acl.txt');
});

/** The object as text, and the data of a Secret in the clear. */
function decoded(object: KubeObject): string {
  const { data = {} } = object as { readonly data?: Readonly<Record<string, string>> };
  if (object.kind !== 'Secret') return JSON.stringify(object);
  return Object.entries(data)
    .map(([key, value]) => `# ${key}\n${atob(value)}`)
    .join('\n');
}

test('scaling restarts nobody: the template is the same for any number of members', () => {
  const templateOf = (replicas: number) => {
    const objects = desiredObjects(observed({ ...small, cluster: redisCluster({ replicas }) }));
    return objects
      .filter(({ kind }) => kind === 'StatefulSet')
      .map((set) => (set as unknown as { spec: { template: unknown } }).spec.template);
  };
  expect(templateOf(5)).toEqual(templateOf(3));
});

test('the StatefulSet keeps the ordinal of the master until it has handed over', () => {
  const servers = [serving('replica'), serving('replica'), serving('master')];
  const given = observed({ cluster: redisCluster({ replicas: 1 }), servers, sentinels: [monitoring(2), monitoring(2), monitoring(2)] });
  const set = desiredObjects(given).find(({ kind, metadata }) => kind === 'StatefulSet' && metadata.name === 'cart-redis');
  expect(set).toMatchObject({ spec: { replicas: 3 } });
});

test('a Service of the same name that belongs to somebody else is not pruned', () => {
  const metadata = { name: 'cart-redis-readonly', namespace: 'shop', uid: 'u', resourceVersion: '1' };
  const objects = new Map([['Service/cart-redis-readonly', { apiVersion: 'v1', kind: 'Service', metadata }]]);
  expect(unwantedObjects(observed({ ...small, cluster: full, changes: { objects } }))).toEqual([]);
});
