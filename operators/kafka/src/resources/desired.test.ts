import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import type { Client } from '../observed.ts';
import { kafkaCluster, observed } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

const silent = { kafka: undefined, quorum: undefined } as const;

const full = kafkaCluster({
  replicas: 5,
  controllers: { replicas: 5, resources: { limits: { memory: '512Mi' } }, storage: { size: '4Gi', className: 'fast' } },
  image: 'registry.example/kafka:mine',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'pull' }],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
  storage: { size: '20Gi', className: 'fast', whenDeleted: 'Delete' },
  config: { 'num.partitions': 6, 'log.retention.ms': 86_400_000, 'message.max.bytes': '2000000' },
  rebalance: { mode: 'None', throttleBytesPerSecond: 1_048_576, maxMovesPerBroker: 2 },
  rack: { mode: 'None' },
  jvm: { heapPercent: 40, extraOptions: ['-XX:MaxGCPauseMillis=20'] },
  service: { type: 'LoadBalancer', annotations: { 'example.com/a': 'b' } },
  pod: { labels: { team: 'shop' }, nodeSelector: { disk: 'ssd' }, terminationGracePeriodSeconds: 120 },
  metrics: { mode: 'Disabled' },
  logging: { level: 'Warning' },
});

const encrypted = kafkaCluster({
  replicas: 1,
  controllers: { replicas: 1 },
  tls: { mode: 'Enabled' },
  authorization: { type: 'Simple', superUsers: ['admin', 'CN=admin,O=Shop Ltd.'] },
  users: [{ name: 'shop', permissions: [{ resource: 'Topic', name: 'orders', operations: ['Read'] }] }, { name: 'new' }],
  listeners: [
    { name: 'apps', port: 9092, authentication: { type: 'ScramSha512' } },
    { name: 'robots', port: 9095, authentication: { type: 'Tls' } },
    { name: 'old', port: 9096, tls: { mode: 'Disabled' } },
    { name: 'nodes1', port: 9097, type: 'NodePort', advertised: { host: 'kafka.example.com' } },
    {
      name: 'outside',
      port: 9098,
      type: 'LoadBalancer',
      advertised: { host: 'b{ordinal}.example.com' },
      service: { annotations: { 'example.com/host': 'b{ordinal}.example.com', 'example.com/all': 'yes' }, externalTrafficPolicy: 'Local' },
    },
  ],
});

const certificate = { id: 'c0ffee', issuer: 'a', notBefore: 0, notAfter: 1, names: [], pem: 'certificate\n', key: 'key\n' };

const clients: readonly Client[] = [
  { user: 'shop', password: 'with "quotes"', certificate, known: 'AsWanted' },
  { user: 'new', password: 'unknown', known: 'Differs' },
];

/** What whoever runs the operators has set: it is for clusters that do not say it themselves. */
const settings = { clusterDomain: 'cluster.local', imagePullSecrets: ['registry'] };

test.for([
  { name: 'defaults', given: observed({ cluster: kafkaCluster({ storage: { size: '1Gi' } }), brokers: '', controllers: '', ...silent }) },
  { name: 'tls', given: observed({ cluster: encrypted, brokers: '', controllers: '', ...silent, changes: { tls: tls(), clients } }) },
  { name: 'everything-set', given: observed({ cluster: full, brokers: '', controllers: '', ...silent, changes: { settings } }) },
])('objects of a cluster: $name', async ({ name, given }) => {
  const text = desiredObjects(given)
    .map((object) => stringify(object, { version: '1.1', lineWidth: 0 }))
    .join('---\n');
  await expect(text).toMatchFileSnapshot(`../../golden/${name}.yaml`);
});

type Set = { readonly spec: { readonly replicas: number; readonly template: { readonly spec: unknown } } };

test('scaling, moves and settings that running brokers take restart nobody', () => {
  const templatesOf = (spec: Parameters<typeof kafkaCluster>[0]) =>
    desiredObjects(observed({ cluster: kafkaCluster(spec), ...silent })).flatMap((object) =>
      object.kind === 'StatefulSet' ? [(object as unknown as Set).spec.template] : [],
    );
  const changed = templatesOf({
    replicas: 5,
    controllers: { replicas: 5 },
    rebalance: { mode: 'None' },
    config: { 'log.retention.ms': 1, 'min.insync.replicas': 1 },
  });
  expect(changed).toEqual(templatesOf({ replicas: 3 }));
  expect(templatesOf({ config: { 'num.partitions': 2 } })).not.toEqual(changed);
});

type WithData = { readonly data: Readonly<Record<string, string>> };

test('a size of one asks for one replica, for topics that say nothing and for those of Kafka', () => {
  const objects = desiredObjects(observed({ cluster: kafkaCluster({ replicas: 1, controllers: { replicas: 1 } }), ...silent }));
  const { data } = objects.find(({ kind }) => kind === 'ConfigMap') as unknown as WithData;
  expect(data['broker.properties']).toMatch(/^default\.replication\.factor=1$/m);
  expect(data['broker.properties']).toMatch(/^offsets\.topic\.replication\.factor=1$/m);
});
