import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { leading, membership, observed, serving, unreachable, zookeeperCluster } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

const full = zookeeperCluster({
  replicas: 5,
  version: '3.8.4',
  image: 'registry.example/zookeeper:mine',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'pull' }],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
  storage: { size: '20Gi', className: 'fast', whenDeleted: 'Delete' },
  config: { maxClientCnxns: 0, snapCount: 50_000, 'fsync.warningthresholdms': 500 },
  quorum: { maxVoters: 3, tickTimeMilliseconds: 1000, initLimitTicks: 20, syncLimitTicks: 4 },
  autopurge: { snapRetainCount: 5, intervalHours: 24 },
  jvm: { heapPercent: 50, extraOptions: ['-XX:+UseZGC', '-Djute.maxbuffer=4194303'] },
  adminServer: 'Local',
  service: { type: 'LoadBalancer', annotations: { 'example.com/a': 'b' } },
  pod: { labels: { team: 'shop' }, nodeSelector: { disk: 'ssd' }, terminationGracePeriodSeconds: 90 },
  metrics: { mode: 'Disabled' },
  logging: { level: 'Warning' },
});

/** What whoever runs the operators has set: it is for clusters that do not say it themselves. */
const settings = { clusterDomain: 'cluster.local', imagePullSecrets: ['registry'] };

const chosen = { text: 'chosen by somebody', digest: 'digest=' };

test.for([
  { name: 'defaults', given: observed({ cluster: zookeeperCluster({ storage: { size: '1Gi' } }), servers: [unreachable] }) },
  { name: 'everything-set', given: observed({ cluster: full, servers: [unreachable], changes: { settings } }) },
  {
    name: 'tls',
    given: observed({
      cluster: zookeeperCluster({ storage: { size: '1Gi' }, tls: { mode: 'Enabled' }, users: [{ name: 'shop' }] }),
      servers: [unreachable],
      changes: { tls: tls(), secrets: { missing: [], clients: [{ user: 'shop', wanted: chosen, bound: chosen }], former: [] } },
    }),
  },
  {
    name: 'log-storage',
    given: observed({
      cluster: zookeeperCluster({ storage: { size: '1Gi' }, logStorage: { size: '2Gi', className: 'fast' } }),
      servers: [],
    }),
  },
])('objects of a cluster: $name', async ({ name, given }) => {
  const text = desiredObjects(given)
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0 }))
    .join('---\n');
  await expect(text).toMatchFileSnapshot(`../../golden/${name}.yaml`);
});

type Set = { readonly spec: { readonly replicas: number; readonly template: { readonly spec: unknown } } };

function setOf(given: Parameters<typeof desiredObjects>[0]): Set {
  const set = desiredObjects(given).find(({ kind }) => kind === 'StatefulSet');
  if (set === undefined) throw new Error('there is no StatefulSet');
  return set as unknown as Set;
}

test('scaling restarts nobody: the template is the same for any number of members', () => {
  const templateOf = (replicas: number) => setOf(observed({ cluster: zookeeperCluster({ replicas }), servers: [] })).spec.template;
  expect(templateOf(5)).toEqual(templateOf(3));
});

test.for([
  ['a member is to leave: its pod stays until it has', leading('123+4'), 4],
  ['it has left, and nothing was committed since', leading('123', { zxid: '100000009', membership: membership('123', '100000009') }, 1), 4],
  ['the others have committed without it', leading('123', { zxid: '10000000a', membership: membership('123', '100000009') }, 1), 3],
  ['nobody says who is a member', unreachable, 4],
] as const)('%s', ([, leader, replicas]) => {
  const follower = serving('follower');
  const given = observed({ cluster: zookeeperCluster({ replicas: 3 }), servers: [follower, follower, leader, follower] });
  expect(setOf(given).spec.replicas).toBe(replicas);
});

test('the volumes of another cluster are given to no pod', () => {
  const given = observed({ servers: [unreachable] });
  const foreign = { ...given, claims: given.claims.map((claim) => ({ ...claim, clusterId: 'badcafe' })) };
  expect(desiredObjects(foreign).map(({ kind }) => kind)).not.toContain('StatefulSet');
});
