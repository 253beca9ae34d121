import { buildCrd, type KindDefinition, kinds } from '@dataservices/api';
import { connect, isKubeError, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { installCrd, makePerson, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test } from 'vitest';

/**
 * Somebody who may write custom resources here, and neither pods nor Secrets. The operator may both, and does not know who asks: no field
 * may lead further than docs say, which is the image of the pods and what Secrets are shown in a binding.
 */
let admin: KubeClient;
let person: KubeClient;
let namespace = '';
let created = 0;

beforeAll(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test', rateLimit: 'none' });
  for (const kind of kinds) await installCrd(admin, buildCrd(kind));
  namespace = await testNamespace(admin, 'escalation');
  const rules = [{ apiGroups: ['dataservices.dev'], resources: ['*'], verbs: ['create', 'get', 'patch'] }];
  person = await makePerson(admin, inject('kubeconfigPath'), { namespace, name: 'person', rules });
}, 60_000);

afterAll(async () => {
  await person?.close();
  await admin?.close();
});

type Stored = StoredObject & { readonly spec: object };

const scaled = {
  scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' },
  minReplicas: 1,
  maxReplicas: 3,
  metrics: [{ name: 'load', query: 'sum(up)', target: { type: 'Value', value: '1' } }],
};

/** What every object of the kind has to say. */
const baseOf = (kind: string): object => (kind === 'AutoScaler' ? scaled : {});

function write({ kind }: Pick<KindDefinition, 'kind'>, spec: object): Promise<Stored> {
  const resource = Object.values<Resource>(resources).find((one) => one.kind === kind);
  if (resource === undefined) throw new Error(`there is no ${kind}`);
  const object: KubeObject = {
    apiVersion: 'dataservices.dev/v1alpha1',
    kind,
    metadata: { namespace, name: `try-${created++}` },
    ...{ spec: { ...baseOf(kind), ...spec } },
  };
  return person.create<Stored>(resource, object);
}

const secretEnvironment = { name: 'STOLEN', valueFrom: { secretKeyRef: { name: 'not-mine', key: 'password' } } };
const hostRoot = { name: 'root', hostPath: { path: '/' } };
const privileged = { privileged: true, allowPrivilegeEscalation: true, capabilities: { add: ['SYS_ADMIN'] }, runAsNonRoot: false };
const container = { name: 'mine', image: 'mine', command: ['sh'], env: [secretEnvironment], securityContext: privileged };

/** Whatever other operators let people say of pods. */
const ofPods = {
  serviceAccountName: 'default',
  serviceAccount: 'default',
  automountServiceAccountToken: true,
  hostNetwork: true,
  hostPID: true,
  hostIPC: true,
  hostUsers: true,
  nodeName: 'control-plane',
  runtimeClassName: 'mine',
  schedulerName: 'mine',
  shareProcessNamespace: true,
  volumes: [hostRoot, { name: 'not-mine', secret: { secretName: 'not-mine' } }],
  volumeMounts: [{ name: 'root', mountPath: '/host' }],
  env: [secretEnvironment],
  envFrom: [{ secretRef: { name: 'not-mine' } }],
  containers: [container],
  initContainers: [container],
  ephemeralContainers: [container],
  sidecars: [container],
  command: ['sh', '-c', 'true'],
  args: ['-c'],
  lifecycle: { postStart: { exec: { command: ['sh'] } } },
};

const fields: Readonly<Record<string, object>> = {
  'of the spec': { ...ofPods, securityContext: privileged },
  'of a template': {
    podTemplate: { spec: ofPods },
    template: { spec: ofPods },
    override: { statefulSet: { spec: { template: { spec: ofPods } } } },
  },
  'beside the pod’s own': { pod: { ...ofPods, spec: ofPods, securityContext: privileged } },
  'of other namespaces': {
    auth: { namespace: 'kube-system', secretNamespace: 'kube-system' },
    tls: { secretNamespace: 'kube-system', caSecretRef: { namespace: 'kube-system', name: 'not-mine' } },
    storage: { dataSource: { kind: 'PersistentVolumeClaim', name: 'not-mine' }, hostPath: '/', existingClaim: 'not-mine' },
    prometheus: { namespace: 'kube-system', authSecretNamespace: 'kube-system' },
    namespace: 'kube-system',
  },
};

test('who tries may neither make pods nor read Secrets', async () => {
  const pod = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name: 'mine' }, ...{ spec: { containers: [container] } } };
  await expect(person.create(resources.pods, pod)).rejects.toMatchObject({ code: 'Forbidden' });
  await expect(person.get(resources.secrets, { namespace, name: 'not-mine' })).rejects.toMatchObject({ code: 'Forbidden' });
});

const cases = kinds.flatMap((kind) => Object.entries(fields).map(([which, spec]) => ({ kind, name: kind.kind, which, spec })));

/** Names and values that must not be in what is stored. */
const traces = [
  ...Object.keys(ofPods).map((name) => `"${name}":`),
  'not-mine',
  'kube-system',
  'hostPath',
  'privileged',
  'SYS_ADMIN',
  'podTemplate',
];

test.for(cases)('$name: fields $which are refused, or leave no trace in what is stored', async ({ kind, spec }) => {
  const stored = await write(kind, spec).catch((error: unknown) => {
    if (isKubeError(error, 'Invalid')) return undefined;
    throw error;
  });
  const text = JSON.stringify(stored?.spec ?? {});
  expect(traces.filter((trace) => text.includes(trace))).toEqual([]);
});

test.for([
  ['RedisCluster', { pod: { securityContext: { runAsUser: 0 } } }, 'spec.pod.securityContext.runAsUser'],
  ['RedisCluster', { auth: { secretName: 'kube-system/admin' } }, 'spec.auth.secretName'],
  ['ZookeeperCluster', { tls: { mode: 'Enabled', secretName: '../kube-system/admin' } }, 'spec.tls.secretName'],
  ['RabbitmqCluster', { pod: { securityContext: { supplementalGroups: [0] } } }, 'spec.pod.securityContext.supplementalGroups'],
  ['KafkaCluster', { users: [{ name: 'shop', secretName: 'kube-system/admin' }] }, 'secretName'],
  ['AutoScaler', { scaleTargetRef: { ...scaled.scaleTargetRef, name: 'kube-system/coredns' } }, 'spec.scaleTargetRef.name'],
] as const)('%s %j is refused', async ([kind, spec, field]) => {
  await expect(write({ kind }, spec)).rejects.toMatchObject({ code: 'Invalid', message: expect.stringContaining(field) });
});

test('a target in another namespace cannot be named: it is looked for in the AutoScaler’s own', async () => {
  const { spec } = await write({ kind: 'AutoScaler' }, { scaleTargetRef: { ...scaled.scaleTargetRef, namespace: 'kube-system' } });
  expect(spec).toMatchObject({ scaleTargetRef: scaled.scaleTargetRef });
  expect(JSON.stringify(spec)).not.toContain('kube-system');
});

test('the image of the pods is the writer’s choice, as the boundary says', async () => {
  expect((await write({ kind: 'RedisCluster' }, { image: 'registry.example.com/mine:1' })).spec).toMatchObject({
    image: 'registry.example.com/mine:1',
  });
});
