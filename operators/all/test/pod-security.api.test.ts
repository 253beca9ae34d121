import { readdirSync, readFileSync } from 'node:fs';
import { connect, type KubeClient, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { renderChart } from '../../../tools/chart/render-chart.ts';

type Container = { readonly name: string; readonly securityContext?: object; readonly [field: string]: unknown };
type PodSpec = {
  readonly containers: readonly [Container, ...Container[]];
  readonly initContainers?: readonly Container[];
  readonly volumes?: readonly object[];
  readonly [field: string]: unknown;
};
type Workload = KubeObject & {
  readonly spec: {
    readonly template: { readonly metadata: { readonly labels: Readonly<Record<string, string>> }; readonly spec: PodSpec };
    readonly volumeClaimTemplates?: readonly { readonly metadata: { readonly name: string } }[];
  };
};

const folder = new URL('../../', import.meta.url);

function workloadsIn(text: string): readonly Workload[] {
  const objects = parseAllDocuments(text).flatMap((document) => (document.toJS() as Workload | null) ?? []);
  return objects.filter(({ kind }) => kind === 'StatefulSet' || kind === 'Deployment');
}

/** The pods of every service as its operator makes them, kept equal to these files by a test of each, and those of the operators. */
const pods = [
  ...readdirSync(folder, { recursive: true, encoding: 'utf8' })
    .filter((path) => /^\w+\/golden\/[\w-]+\.yaml$/.test(path))
    .map((path) => [path, readFileSync(new URL(path, folder), 'utf8')] as const),
  ...['Combined', 'PerService'].map((layout) => [`layout ${layout}`, renderChart({ namespace: 'default', values: { layout } })] as const),
]
  .flatMap(([from, text]) => workloadsIn(text).map((workload) => [`${workload.metadata.name} of ${from}`, podOf(workload)] as const))
  .sort();

/** As the controller of the workload makes it. */
function podOf({ spec: { template, volumeClaimTemplates = [] } }: Workload): PodSpec {
  const claims = volumeClaimTemplates.map(({ metadata: { name } }) => ({ name, persistentVolumeClaim: { claimName: name } }));
  return { ...template.spec, volumes: [...(template.spec.volumes ?? []), ...claims] };
}

let kube: KubeClient;
let namespace = '';

beforeAll(async () => {
  kube = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test' });
  namespace = await testNamespace(kube, 'restricted', { 'pod-security.kubernetes.io/enforce': 'restricted' });
});

afterAll(() => kube?.close());

function admit(name: string, spec: object): Promise<object> {
  return kube.create(resources.pods, { apiVersion: 'v1', kind: 'Pod', metadata: { name, namespace }, ...{ spec } });
}

/** Every list of words that is started somewhere in it: of containers, probes and hooks. */
function commandsIn(value: unknown): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, inner]) =>
    (key === 'command' || key === 'args') && Array.isArray(inner) ? [inner.map(String)] : commandsIn(inner),
  );
}

test('there are pods of all services and of the operators', () => {
  const names = pods.map(([name]) => name);
  for (const service of ['redis', 'zookeeper', 'rabbitmq', 'kafka'])
    for (const input of ['defaults', 'everything-set', 'tls'])
      expect(names.some((name) => name.includes(`${service}/golden/${input}`))).toBe(true);
  expect(names.filter((name) => name.includes(' of layout '))).toHaveLength(6);
});

describe.for(pods)('%s', ([, spec]) => {
  test('is admitted where only the restricted standard is', async () => {
    await admit(`admitted-${pods.findIndex(([, other]) => other === spec)}`, spec);
  });

  test('gives no shell anything to run but a file', () => {
    const argv = commandsIn(spec);
    expect(argv.flat().filter((word) => /^-\w*c$/.test(word))).toEqual([]);
    expect(argv.flat().filter((word) => /[;&|<>`\n]|\$\(/.test(word))).toEqual([]);
  });

  test('has a root file system that nothing can be written to', () => {
    for (const { name, securityContext } of [...spec.containers, ...(spec.initContainers ?? [])])
      expect([name, securityContext]).toEqual([name, expect.objectContaining({ readOnlyRootFilesystem: true })]);
  });
});

test('no pod of a service has a token of its own, and every one a service account of its cluster', () => {
  const ofServices = pods.filter(([name]) => name.includes('/golden/'));
  for (const [name, { automountServiceAccountToken, serviceAccountName, volumes = [] }] of ofServices) {
    expect([name, automountServiceAccountToken, serviceAccountName]).toEqual([name, false, expect.stringMatching(/^cart-\w+$/)]);
    expect(JSON.stringify(volumes)).not.toContain('serviceAccountToken');
  }
});

describe('the same pod is refused', () => {
  const [, pod] = pods.find(([name]) => name.includes('redis/golden/defaults')) ?? pods[0] ?? [];
  const broken = (changes: object): object => ({ ...pod, ...changes });
  const brokenContainer = (changes: object) => {
    const [first, ...rest] = pod?.containers ?? [];
    return broken({ containers: [{ ...first, ...changes }, ...rest] });
  };
  const inContainer = (changes: object) => brokenContainer({ securityContext: { ...pod?.containers[0].securityContext, ...changes } });

  test.for([
    ['a folder of its node', broken({ volumes: [...(pod?.volumes ?? []), { name: 'node', hostPath: { path: '/' } }] }), 'hostPath'],
    ['the network of its node', broken({ hostNetwork: true }), 'hostNetwork'],
    ['the processes of its node', broken({ hostPID: true }), 'hostPID'],
    ['a port of its node', brokenContainer({ ports: [{ containerPort: 1, hostPort: 1 }] }), 'hostPort'],
    ['root', broken({ securityContext: { seccompProfile: { type: 'RuntimeDefault' } } }), 'runAsNonRoot'],
    ['any system call', broken({ securityContext: { runAsNonRoot: true } }), 'seccompProfile'],
    ['a way to more rights', inContainer({ allowPrivilegeEscalation: true }), 'allowPrivilegeEscalation'],
    ['a capability', inContainer({ capabilities: { drop: ['ALL'], add: ['SYS_ADMIN'] } }), 'capabilities'],
    ['everything', inContainer({ privileged: true, allowPrivilegeEscalation: true }), 'privileged'],
  ] as const)('with %s', async ([, spec, named]) => {
    await expect(admit('refused', spec)).rejects.toMatchObject({ code: 'Forbidden', message: expect.stringContaining(named) });
  });
});
