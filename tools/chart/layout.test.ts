import { expect, test } from 'vitest';
import { grantsOf } from './granted.ts';
import { type Manifest, parseManifests } from './manifest.ts';
import { renderChart } from './render-chart.ts';

const namespace = 'dataservices-system';
const manifests = parseManifests(renderChart({ namespace, values: { layout: 'PerService' } }));
const services = ['autoscaler', 'kafka', 'rabbitmq', 'redis', 'zookeeper'];
const deployments = manifests.filter(({ kind }) => kind === 'Deployment');
const named = (kind: string, name: string): Manifest | undefined =>
  manifests.find(({ metadata, ...manifest }) => manifest.kind === kind && metadata.name === name);

function environmentOf(deployment: Manifest | undefined): Readonly<Record<string, string>> {
  const env = (deployment?.spec?.template?.spec.containers[0].env ?? []) as readonly { readonly name: string; readonly value?: string }[];
  return Object.fromEntries(env.map(({ name, value = '' }) => [name, value]));
}

test('a process for each operator', () => {
  expect(deployments.map(({ metadata }) => metadata.name)).toEqual(services.map((service) => `dataservices-${service}-operator`));
  expect(deployments.map((deployment) => environmentOf(deployment).OPERATORS)).toEqual(services);
});

test.for(services)('the process of %s has an account, pods and a Lease of its own', (service) => {
  const name = `dataservices-${service}-operator`;
  const deployment = named('Deployment', name);
  const own = { 'app.kubernetes.io/component': service };
  expect(deployment?.spec).toMatchObject({
    selector: { matchLabels: own },
    template: { metadata: { labels: own }, spec: { serviceAccountName: name } },
  });
  expect(named('PodDisruptionBudget', name)?.spec).toMatchObject({ selector: { matchLabels: own } });
  expect(named('ServiceAccount', name)).toBeDefined();
  expect(environmentOf(deployment).LEASE_NAME).toBe(`dataservices-operators-${service}`);
  expect(named('Role', `${name}-lease`)?.rules?.[0]?.resourceNames).toEqual([`dataservices-operators-${service}`]);
});

test.for([['PerService', deployments] as const, ['Combined', parseManifests(renderChart({ namespace, values: {} }))] as const])(
  'a process knows by which labels its own pods are told from others, for NetworkPolicies: %s',
  ([, rendered]) => {
    const processes = rendered.filter(({ kind }) => kind === 'Deployment');
    expect(processes).not.toEqual([]);
    for (const deployment of processes) {
      expect(JSON.parse(environmentOf(deployment).OPERATOR_PEERS ?? '')).toEqual([
        {
          namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } },
          podSelector: deployment.spec?.selector,
        },
      ]);
    }
  },
);

test.for(services.filter((service) => service !== 'autoscaler'))('the process of %s may touch no other kind', (service) => {
  const role = named('ClusterRole', `dataservices-${service}-operator`);
  const kinds = grantsOf(role === undefined ? [] : [role])
    .map(({ resource }) => resource)
    .filter((resource) => resource.startsWith('dataservices.dev/'));
  expect(new Set(kinds)).toEqual(new Set(['', '/status', '/finalizers'].map((part) => `dataservices.dev/${service}clusters${part}`)));
});

test('what is about all processes is there once', () => {
  expect(manifests.filter(({ kind }) => kind === 'Service')).toHaveLength(1);
  expect(named('Service', 'dataservices-operator-metrics')?.spec?.selector).not.toHaveProperty('app.kubernetes.io/component');
});

test('a layout that does not exist is refused', () => {
  expect(() => renderChart({ namespace, values: { layout: 'PerCluster' } })).toThrow('layout');
});
