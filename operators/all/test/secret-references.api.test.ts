import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { buildCrd, kinds } from '@dataservices/api';
import { connect, type KubeClient, type Resource, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import { installCrd, makePerson, testNamespace } from '@dataservices/testing';
import { afterAll, beforeAll, expect, inject, test, vi } from 'vitest';
import { parseManifests } from '../../../tools/chart/manifest.ts';

const file = join(import.meta.dirname, '../../../examples/admission/secret-references.yaml');
const fieldManager = 'api-test';

const resource = (group: string, kind: string, plural: string, isNamespaced = true): Resource => ({
  group,
  version: 'v1',
  kind,
  plural,
  isNamespaced,
});
const admission = 'admissionregistration.k8s.io';
const policies = resource(admission, 'ValidatingAdmissionPolicy', 'validatingadmissionpolicies', false);
const bindings = resource(admission, 'ValidatingAdmissionPolicyBinding', 'validatingadmissionpolicybindings', false);

let admin: KubeClient;
let person: KubeClient;
let namespace = '';

const object = (apiVersion: string, kind: string, name: string, more: object = {}): KubeObject => ({
  apiVersion,
  kind,
  metadata: { namespace, name },
  ...more,
});

/** Other tests use the same server: the policy holds in this namespace alone. */
async function applyPolicy(): Promise<void> {
  const [policy, binding] = parseManifests(readFileSync(file, 'utf8')) as unknown as readonly (KubeObject & { readonly spec: object })[];
  if (policy === undefined || binding === undefined) throw new Error(`${file} has a policy and its binding no more`);
  const here = { namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': namespace } } };
  await admin.apply(policies, policy, { fieldManager });
  const bound = { ...binding, spec: { ...binding.spec, matchResources: here } };
  await admin.apply(bindings, bound, { fieldManager });
}

/** Somebody who may write custom resources here, and get the Secret `mine` and no other. */
function personOfOneSecret(): Promise<KubeClient> {
  const rules = [
    { apiGroups: ['dataservices.dev'], resources: ['*'], verbs: ['create', 'get', 'patch'] },
    { apiGroups: [''], resources: ['secrets'], resourceNames: ['mine'], verbs: ['get'] },
  ];
  return makePerson(admin, inject('kubeconfigPath'), { namespace, name: 'person', rules });
}

const version = 'dataservices.dev/v1alpha1';
const write = (client: KubeClient, kind: string, name: string, spec: object) => {
  const found = Object.values(resources).find((one) => one.kind === kind);
  if (found === undefined) throw new Error(`there is no ${kind}`);
  return client.create(found, object(version, kind, name, { spec }));
};

const scaled = { scaleTargetRef: { apiVersion: version, kind: 'RedisCluster', name: 'cart' }, minReplicas: 1, maxReplicas: 3 };
const metric = { name: 'load', query: 'sum(up)', target: { type: 'Value', value: '1' } };

beforeAll(async () => {
  admin = connect({ kubeconfig: inject('kubeconfigPath'), userAgent: 'api-test', rateLimit: 'none' });
  for (const kind of kinds) await installCrd(admin, buildCrd(kind));
  namespace = await testNamespace(admin, 'references');
  person = await personOfOneSecret();
  await applyPolicy();
  let tried = 0;
  const refusal = () =>
    write(person, 'RedisCluster', `try-${tried++}`, { auth: { secretName: 'not-mine' } }).then(
      () => 'not refused',
      (error: Error) => error.message,
    );
  await vi.waitFor(async () => expect(await refusal()).toContain('a Secret that you may not get'), { timeout: 30_000, interval: 500 });
}, 60_000);

afterAll(async () => {
  await person?.close();
  await admin?.close();
});

test.for([
  ['RedisCluster', { auth: { secretName: 'not-mine' } }],
  [
    'RedisCluster',
    {
      users: [
        { name: 'shop', secretName: 'mine' },
        { name: 'reports', secretName: 'not-mine' },
      ],
    },
  ],
  ['ZookeeperCluster', { tls: { mode: 'Enabled', secretName: 'not-mine' } }],
  ['RabbitmqCluster', { definitions: { secretName: 'not-mine' } }],
  ['KafkaCluster', { users: [{ name: 'shop', secretName: 'not-mine' }] }],
  ['AutoScaler', { ...scaled, metrics: [metric], prometheus: { authSecretName: 'not-mine' } }],
] as const)('a %s cannot name a Secret that its writer may not get: %o', async ([kind, spec]) => {
  await expect(write(person, kind, 'refused', spec)).rejects.toMatchObject({
    code: 'Forbidden',
    message: expect.stringMatching(/names a Secret that you may not get yourself$/),
  });
});

test('what may be got may be named, and so may no Secret at all', async () => {
  await write(person, 'RedisCluster', 'mine', { auth: { secretName: 'mine' }, tls: { mode: 'Disabled' } });
  await write(person, 'KafkaCluster', 'none', {});
});

test('what somebody else has named may stay, and nothing may be added', async () => {
  await write(admin, 'RedisCluster', 'given', { auth: { secretName: 'not-mine' } });
  const ref = { namespace, name: 'given' };
  await person.mergePatch(resources.redisClusters, ref, { spec: { replicas: 5 } });
  const added = { spec: { users: [{ name: 'shop', secretName: 'another' }] } };
  await expect(person.mergePatch(resources.redisClusters, ref, added)).rejects.toMatchObject({ code: 'Forbidden' });
});

type Schema = { readonly properties?: Readonly<Record<string, Schema>> | undefined; readonly items?: Schema | undefined };

/** Every field that names a Secret whose content is used, such as `auth.secretName`. */
function references({ properties = {}, items }: Schema, path: string): readonly string[] {
  const own = Object.keys(properties).filter((name) => /secretname$/i.test(name));
  return [
    ...own.map((name) => `${path}.${name}`),
    ...Object.entries(properties).flatMap(([name, child]) => references(child, `${path}.${name}`)),
    ...(items === undefined ? [] : references(items, `${path}[]`)),
  ];
}

test('no field that names a Secret is forgotten', () => {
  const text = readFileSync(file, 'utf8');
  const schemas = kinds.map((kind) => buildCrd(kind).spec.versions[0]?.schema.openAPIV3Schema.properties?.spec as Schema);
  const found = [...new Set(schemas.flatMap((schema) => references(schema, 'spec')))];
  expect(found.length).toBeGreaterThan(5);
  const inPolicy = (path: string) => (path === 'spec.users[].secretName' ? 'user.secretName' : `object.?${path.replaceAll('.', '.?')}`);
  expect(found.filter((path) => !text.includes(inPolicy(path)))).toEqual([]);
});
