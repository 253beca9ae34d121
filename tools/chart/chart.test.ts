import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { grantsOf, verbsOn } from './granted.ts';
import { renderInstallManifest } from './install-manifest.ts';
import { type Manifest, parseManifests } from './manifest.ts';
import { lintChart, placeholderRepository, renderChart } from './render-chart.ts';

const namespace = 'dataservices-system';

function render(values: object): readonly Manifest[] {
  return parseManifests(renderChart({ namespace, values }));
}

const everyValue = {
  replicas: 2,
  image: { repository: 'registry.example/operator', tag: '1.2.3', digest: `sha256:${'a1'.repeat(32)}`, pullPolicy: 'Always' },
  imagePullSecrets: [{ name: 'registry' }],
  watchNamespaces: ['team-a', 'team-b'],
  operators: { redis: true, zookeeper: true, rabbitmq: true, kafka: true, autoscaler: true },
  layout: 'Combined',
  clusterDomain: 'k8s.example',
  imageRegistryPrefix: 'registry.example/mirror',
  operands: { imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }] },
  prometheus: { address: 'http://prometheus.monitoring:9090', allowedHosts: ['*.monitoring', 'thanos:9090'] },
  autoscaler: {
    syncPeriodSeconds: 5,
    hpaCompat: true,
    targets: [{ group: 'example.com', version: 'v1', kind: 'Cache', resource: 'caches' }],
  },
  logLevel: 'debug',
  crds: { install: false },
  userRoles: { aggregate: false },
  networkPolicy: {
    enabled: true,
    metricsFrom: [{ namespaceSelector: { matchLabels: { team: 'monitoring' } } }],
    egress: {
      enabled: true,
      apiServer: [{ ipBlock: { cidr: '192.0.2.1/32' } }],
      apiServerPorts: [6443],
      others: [{ to: [{ podSelector: { matchLabels: { app: 'prometheus' } } }], ports: [{ port: 9090 }] }],
    },
  },
  serviceAccount: { create: false, name: 'operator', annotations: { 'example.com/role': 'operator' } },
  podDisruptionBudget: { enabled: false },
  nameOverride: 'controller',
  commonLabels: { owner: 'data', team: 'storage' },
  extraEnv: [{ name: 'NODE_OPTIONS', value: '--enable-source-maps' }],
  podLabels: { team: 'platform' },
  podAnnotations: { 'example.com/scrape': 'true' },
  priorityClassName: 'system-cluster-critical',
  resources: { requests: { cpu: '100m', memory: '256Mi' }, limits: { memory: '512Mi' } },
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'dedicated', operator: 'Exists' }],
  affinity: { nodeAffinity: {} },
  topologySpreadConstraints: [{ maxSkew: 1, topologyKey: 'zone', whenUnsatisfiable: 'DoNotSchedule' }],
};

test('helm finds nothing to complain about', () => {
  expect(lintChart()).toContain('0 chart(s) failed');
});

test('the image is that of this version of the repository', () => {
  const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as { readonly version: string };
  const deployment = render({}).find(({ kind }) => kind === 'Deployment');
  expect(deployment?.spec?.template?.spec.containers[0].image).toBe(`${placeholderRepository}:${version}`);
});

test('without the name of an image nothing is installed, and what is said leads to one', () => {
  const values = { image: { repository: '' } };
  expect(() => render(values)).toThrow(/image\.repository: name the operators' image.*npm run images -- --push PREFIX operator/);
});

const renewal = 'is out of date: "npx vitest run --config tools/vitest.config.ts chart -u" renders it anew';

test('default values give the manifest for kubectl', async () => {
  await expect(renderInstallManifest(), `charts/install.yaml ${renewal}`).toMatchFileSnapshot('../../charts/install.yaml');
});

test('every value reaches its place', async () => {
  await expect(renderChart({ namespace, values: everyValue }), `its golden file ${renewal}`).toMatchFileSnapshot('golden/every-value.yaml');
});

test.for([
  ['a mistyped name', { replica: 2 }, 'replica'],
  ['a mistyped name within', { image: { repo: 'a' } }, 'repo'],
  ['text for a number', { replicas: 'two' }, 'replicas'],
  ['a number below its bound', { replicas: -1 }, 'replicas'],
  ['one namespace instead of a list', { watchNamespaces: 'team-a' }, 'watchNamespaces'],
  ['no name of a namespace', { watchNamespaces: ['team a'] }, 'watchNamespaces'],
  ['a namespace twice', { watchNamespaces: ['team-a', 'team-a'] }, 'watchNamespaces'],
  ['an address of a file', { prometheus: { address: 'file:///etc' } }, 'address'],
  ['an unknown level', { logLevel: 'verbose' }, 'logLevel'],
  ['no quantity', { resources: { limits: { memory: '384 MB' } } }, 'memory'],
  ['a list for a number', { replicas: [] }, 'replicas'],
  ['an image with a tag in its name', { image: { repository: 'operator:latest ' } }, 'repository'],
  ['a label that the chart sets', { commonLabels: { 'helm.sh/chart': 'mine' } }, 'helm.sh/chart'],
  ['a variable that the chart sets', { extraEnv: [{ name: 'WATCH_NAMESPACES', value: '' }] }, 'extraEnv'],
  ['an account for five processes', { layout: 'PerService', serviceAccount: { name: 'one' } }, 'serviceAccount.name'],
  ['a name of a Secret without its key', { operands: { imagePullSecrets: ['registry'] } }, 'imagePullSecrets'],
  ['a digest that is none', { image: { digest: 'latest' } }, 'digest'],
] as const)('%s is refused', ([, values, named]) => {
  expect(() => renderChart({ namespace, values })).toThrow(named);
});

test('the values of a parent chart are accepted', () => {
  expect(render({ global: { team: 'platform' } })).not.toEqual([]);
});

const teams = { watchNamespaces: ['team-a', 'team-b'] };

describe.for([
  ['all namespaces', {}],
  ['some namespaces', teams],
  ['all namespaces, of a process for each operator', { layout: 'PerService' }],
  ['some namespaces, of a process for each operator', { layout: 'PerService', ...teams }],
] as const)('permissions in %s', ([, values]) => {
  const manifests = render(values);
  const grants = grantsOf(manifests);

  test('have no wildcard, and nothing that leads to more permissions', () => {
    expect(grants.length).toBeGreaterThan(20);
    expect(grants.filter(({ resource, verb }) => resource.includes('*') || verb === '*')).toEqual([]);
    expect(grants.filter(({ verb }) => ['escalate', 'bind', 'impersonate'].includes(verb))).toEqual([]);
    expect(grants.filter(({ resource }) => resource.startsWith('rbac.authorization.k8s.io/'))).toEqual([]);
  });

  test('do not reach into pods, and make none', () => {
    expect(grants.filter(({ resource }) => resource.startsWith('/pods/'))).toEqual([]);
    expect(verbsOn(grants, '/pods')).not.toContain('create');
  });

  test('do not show all Secrets', () => {
    expect(verbsOn(grants, '/secrets')).toEqual(['create', 'delete', 'get', 'patch']);
  });

  test('of what belongs to no namespace, show nodes and storage classes, and nothing else', () => {
    for (const resource of ['/nodes', 'storage.k8s.io/storageclasses']) expect(verbsOn(grants, resource)).toEqual(['list', 'watch']);
    const others = [
      '/namespaces',
      '/persistentvolumes',
      'apiextensions.k8s.io/customresourcedefinitions',
      'certificates.k8s.io/certificatesigningrequests',
    ];
    expect(others.flatMap((resource) => verbsOn(grants, resource))).toEqual([]);
  });

  test('reach only the own lease', () => {
    const rules = manifests.flatMap((manifest) => manifest.rules ?? []).filter(({ resources }) => resources.includes('leases'));
    const named = rules.filter(({ resourceNames = [] }) => resourceNames.length > 0);
    const processes = manifests.filter(({ kind }) => kind === 'Deployment');
    expect(named.map(({ verbs }) => verbs)).toEqual(processes.map(() => ['get', 'update']));
    expect(named.flatMap(({ resourceNames = [] }) => resourceNames).filter((name) => !name.startsWith('dataservices-operators'))).toEqual(
      [],
    );
    expect(rules.filter((rule) => !named.includes(rule)).map(({ verbs }) => verbs)).toEqual(processes.map(() => ['create']));
  });
});

test.for(['Combined', 'PerService'])(
  '%s: with a list of namespaces, nothing is granted cluster-wide but to read nodes and storage classes',
  (layout) => {
    const manifests = render({ ...teams, layout });
    const clusterWide = grantsOf(manifests).filter(({ isClusterWide }) => isClusterWide);
    expect(clusterWide.map(({ resource, verb }) => `${verb} ${resource}`)).toEqual([
      'list /nodes',
      'watch /nodes',
      'list storage.k8s.io/storageclasses',
      'watch storage.k8s.io/storageclasses',
    ]);
    const roles = manifests.filter(({ kind, metadata }) => kind === 'Role' && /-operator$/.test(metadata.name));
    expect(new Set(roles.map(({ metadata }) => metadata.namespace))).toEqual(new Set(teams.watchNamespaces));
    expect(roles).toHaveLength((layout === 'Combined' ? 1 : 5) * teams.watchNamespaces.length);
  },
);

test('an operator that is switched off does not run, and has no permission', () => {
  const manifests = render({ operators: { redis: false, autoscaler: false } });
  const env = manifests.find(({ kind }) => kind === 'Deployment')?.spec?.template?.spec.containers[0].env;
  expect(env).toContainEqual({ name: 'OPERATORS', value: 'kafka,rabbitmq,zookeeper' });
  const resources = grantsOf(manifests).map(({ resource }) => resource);
  expect(resources).toContain('dataservices.dev/zookeeperclusters');
  expect(resources).not.toContain('dataservices.dev/redisclusters');
});

test('who binds services by the specification may read the kinds, unless no roles are to be collected', () => {
  const bound = (values: object) => render(values).filter(({ metadata }) => metadata.labels?.['servicebinding.io/controller'] === 'true');
  const rules = bound({}).flatMap((role) => role.rules ?? []);
  expect(rules.filter(({ resources }) => resources.includes('redisclusters')).flatMap(({ verbs }) => verbs)).toEqual([
    'get',
    'list',
    'watch',
  ]);
  expect(bound({ userRoles: { aggregate: false } })).toEqual([]);
});

test('no operator at all is refused', () => {
  const operators = { redis: false, zookeeper: false, rabbitmq: false, kafka: false, autoscaler: false };
  expect(() => render({ operators })).toThrow('at least one');
});

test('definitions stay when the release is uninstalled, and are left out on demand', () => {
  const definitions = (values: object) => render(values).filter(({ kind }) => kind === 'CustomResourceDefinition');
  expect(definitions({}).map(({ metadata }) => metadata.annotations?.['helm.sh/resource-policy'])).toEqual([
    'keep',
    'keep',
    'keep',
    'keep',
    'keep',
  ]);
  expect(definitions({ crds: { install: false } })).toEqual([]);
});

test.for([
  [0, 0],
  [1, 0],
  [2, 1],
])('%i replicas have %i disruption budgets', ([replicas, budgets]) => {
  const manifests = render({ replicas });
  expect(manifests.filter(({ kind }) => kind === 'PodDisruptionBudget')).toHaveLength(budgets ?? 0);
  expect(manifests.find(({ kind }) => kind === 'Deployment')?.spec?.replicas).toBe(replicas);
});
