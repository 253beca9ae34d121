import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { type Manifest, parseManifests } from './manifest.ts';
import { renderChart } from './render-chart.ts';

const namespace = 'dataservices-system';
const render = (values: object): readonly Manifest[] =>
  parseManifests(renderChart({ namespace, values: { ...values, crds: { install: false } } }));
const namesOf = (values: object, kind: string) =>
  render(values)
    .filter((manifest) => manifest.kind === kind)
    .map(({ metadata }) => metadata.name);

test.for([
  ['nothing', {}, 'dataservices-operator', 'dataservices-redis-operator'],
  ['nameOverride', { nameOverride: 'controller' }, 'dataservices-controller', 'dataservices-redis-controller'],
  ['fullnameOverride', { fullnameOverride: 'ops' }, 'ops', 'ops-redis'],
] as const)('with %s set, processes are named', ([, values, combined, ofRedis]) => {
  for (const kind of ['Deployment', 'ServiceAccount', 'PodDisruptionBudget']) {
    expect(namesOf(values, kind)).toEqual([combined]);
    expect(namesOf({ ...values, layout: 'PerService' }, kind)).toContain(ofRedis);
  }
  expect(namesOf(values, 'ClusterRole')).toContain(`${combined}-nodes`);
});

test('an account that is there already is given the permissions, and not made', () => {
  const manifests = render({ serviceAccount: { create: false, name: 'mine' } }) as readonly (Manifest & {
    readonly subjects?: readonly object[];
  })[];
  expect(manifests.filter(({ kind }) => kind === 'ServiceAccount')).toEqual([]);
  const bindings = manifests.filter(({ kind }) => kind.endsWith('Binding'));
  expect(bindings).toHaveLength(3);
  for (const { subjects } of bindings) expect(subjects).toEqual([{ kind: 'ServiceAccount', name: 'mine', namespace }]);
  expect(manifests.find(({ kind }) => kind === 'Deployment')?.spec?.template?.spec).toMatchObject({ serviceAccountName: 'mine' });
});

test('common labels are on every object and on pods, where podLabels have the last word, and no pod is selected by them', () => {
  const values = { commonLabels: { team: 'storage' }, podLabels: { team: 'platform' }, networkPolicy: { enabled: true } };
  const manifests = render(values);
  expect(manifests.filter(({ metadata }) => metadata.labels?.team !== 'storage')).toEqual([]);
  const deployment = manifests.find(({ kind }) => kind === 'Deployment');
  expect(deployment?.spec?.template).toMatchObject({ metadata: { labels: { team: 'platform' } } });
  expect(JSON.stringify(deployment?.spec?.selector)).not.toContain('team');
});

type Policy = { readonly egress: readonly { readonly ports: readonly { readonly port: number }[]; readonly to?: readonly object[] }[] };

const egress = { networkPolicy: { enabled: true, egress: { enabled: true } } };
const egressOf = (values: object) =>
  (render(values).find(({ kind }) => kind === 'NetworkPolicy') as unknown as { readonly spec: Policy }).spec.egress;

test('the operators may connect to the ports of members that they are let in to', () => {
  const page = readFileSync(new URL('../../docs/connect.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| (?:Redis|ZooKeeper|RabbitMQ|Kafka) +\| ([^|]*\d{4}[^|]*) \| ([^|]*) \|/gm)];
  expect(rows).toHaveLength(4);
  const documented = rows.flatMap(([, among = '', operator = '']) => operator.replace('the same', among).match(/\d{4,5}/g) ?? []);
  const [, , members] = egressOf(egress);
  expect(members?.ports.map(({ port }) => String(port)).sort()).toEqual([...new Set(documented)].sort());
  expect(members?.to).toEqual([
    { podSelector: { matchExpressions: [{ key: 'dataservices.dev/cluster', operator: 'Exists' }] }, namespaceSelector: {} },
  ]);
});

test('members in the namespaces that they manage alone, where these are named', () => {
  const [, , members] = egressOf({ ...egress, watchNamespaces: ['team-a'] });
  expect(members?.to).toMatchObject([
    { namespaceSelector: { matchExpressions: [{ key: 'kubernetes.io/metadata.name', operator: 'In', values: ['team-a'] }] } },
  ]);
});
