import { expect, test } from 'vitest';
import { stringify } from 'yaml';
import { claim, observed, rabbitmqCluster, sees, unreachable } from '../testing/observed-builder.ts';
import { tls } from '../testing/tls-samples.ts';
import { desiredObjects } from './desired.ts';

const full = rabbitmqCluster({
  replicas: 5,
  image: 'registry.example/rabbitmq:mine',
  imagePullPolicy: 'Always',
  imagePullSecrets: [{ name: 'pull' }],
  resources: { requests: { cpu: '500m', memory: '1Gi' }, limits: { memory: '1Gi' } },
  storage: { size: '20Gi', className: 'fast', whenDeleted: 'Delete' },
  config: { channel_max: 512, 'vm_memory_high_watermark.relative': '0.5', 'disk_free_limit.relative': '1.0' },
  auth: { secretName: 'mine' },
  users: [{ name: 'shop', permissions: [{ vhost: 'orders of ours', write: '^o' }] }, { name: 'new' }],
  clustering: { classicQueuesOnScaleIn: 'Discard', quorumQueueGroupSize: 5, balanceLeaders: 'Disabled' },
  service: { type: 'LoadBalancer', annotations: { 'example.com/a': 'b' } },
  pod: { labels: { team: 'shop' }, nodeSelector: { disk: 'ssd' }, terminationGracePeriodSeconds: 90 },
  metrics: { mode: 'Disabled' },
  plugins: ['rabbitmq_stream', 'rabbitmq_mqtt'],
  definitions: { secretName: 'my-definitions' },
  logging: { level: 'Warning' },
});

const clients = [
  { user: 'app', password: 'secret', known: 'AsWanted' },
  { user: 'shop', password: 'a/b', known: 'AsWanted' },
  { user: 'new', password: 'secret', known: 'Differs' },
] as const;

/** What whoever runs the operators has set: it is for clusters that do not say it themselves. */
const settings = { clusterDomain: 'cluster.local', imagePullSecrets: ['registry'] };

test.for([
  { name: 'defaults', given: observed({ cluster: rabbitmqCluster({ storage: { size: '1Gi' } }), servers: [unreachable] }) },
  { name: 'everything-set', given: observed({ cluster: full, servers: [unreachable], changes: { clients, settings } }) },
  {
    name: 'tls',
    given: observed({
      cluster: rabbitmqCluster({ storage: { size: '1Gi' }, tls: { mode: 'Enabled' } }),
      servers: [unreachable],
      changes: { tls: tls() },
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

test('a volume that grows restarts nobody, though the least free space follows from its size', () => {
  const given = (size: string) => observed({ cluster: rabbitmqCluster({ storage: { size } }), servers: [] });
  const configOf = (size: string) => JSON.stringify(desiredObjects(given(size)).find(({ kind }) => kind === 'ConfigMap'));
  expect(configOf('1Gi')).not.toBe(configOf('2Gi'));
  expect(setOf(given('1Gi')).spec.template).toEqual(setOf(given('2Gi')).spec.template);
});

test('scaling, another password and what becomes of queues restart nobody', () => {
  const templateOf = (spec: Parameters<typeof rabbitmqCluster>[0]) =>
    setOf(observed({ cluster: rabbitmqCluster(spec), servers: [] })).spec.template;
  const changed = templateOf({
    replicas: 5,
    auth: { secretName: 'mine' },
    clustering: { quorumQueueGroupSize: 5 },
    plugins: ['rabbitmq_stream'],
  });
  expect(changed).toEqual(templateOf({ replicas: 3 }));
});

const retired = claim(3, { isRetired: true });
const three = [claim(0), claim(1), claim(2)];

test.for([
  ['a node is to leave: its pod stays until it has', sees('0123'), [...three, claim(3)], 4],
  ['it has left, and its volume is not marked yet: the pod stays', sees('012'), [...three, claim(3)], 4],
  ['it has left, and its volume is marked: the pod goes', sees('012'), [...three, retired], 3],
  ['nobody says who is of the cluster', unreachable, [...three, claim(3)], 4],
] as const)('%s', ([, view, claims, replicas]) => {
  const given = observed({ cluster: rabbitmqCluster({ replicas: 3 }), servers: [view, view, view, unreachable], claims });
  expect(setOf(given).spec.replicas).toBe(replicas);
});

test('after a stop all of them start that have not left', () => {
  const claims = [...three, claim(3), claim(4, { isRetired: true })];
  const given = observed({ cluster: rabbitmqCluster({ replicas: 1 }), servers: [], claims });
  expect(setOf(given).spec.replicas).toBe(4);
});

test('the volumes of another cluster are given to no pod', () => {
  const given = observed({ servers: [unreachable] });
  const foreign = { ...given, claims: given.claims.map((one) => ({ ...one, clusterId: 'badcafe' })) };
  expect(desiredObjects(foreign).map(({ kind }) => kind)).not.toContain('StatefulSet');
});
