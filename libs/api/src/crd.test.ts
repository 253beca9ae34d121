import { expect, test } from 'vitest';
import { lintSchema } from '../test/schema-lint.ts';
import { buildCrd } from './crd.ts';
import { redisClusterKind } from './redis-cluster-kind.ts';
import type { StructuralSchema } from './structural-schema.ts';

const crd = buildCrd(redisClusterKind);
const schema = crd.spec.versions[0]?.schema.openAPIV3Schema ?? {};

function at(path: string): StructuralSchema | undefined {
  return path.split('.').reduce<StructuralSchema | undefined>((node, name) => node?.properties?.[name], schema);
}

test('every field of spec and status is described and bounded, and none takes whatever comes', () => {
  expect(lintSchema(at('spec') ?? {}, 'spec')).toEqual([]);
  expect(lintSchema(at('status') ?? {}, 'status')).toEqual([]);
});

test('the lint finds what it is for', () => {
  const bad = {
    type: 'object',
    properties: {
      list: { type: 'array', items: { type: 'string' }, description: 'A list.' },
      map: { type: 'object', additionalProperties: { type: 'string', maxLength: 1 } },
      secretNamespace: { type: 'string', maxLength: 63, description: 'Where it is.' },
      any: { 'x-kubernetes-preserve-unknown-fields': true, description: 'Anything.' },
    },
  } as const;
  expect(lintSchema(bad as StructuralSchema, 'spec')).toEqual([
    'spec.map: no description, or not a sentence',
    'spec.secretNamespace: refers to another namespace',
    'spec.list: unbounded list',
    'spec.list[]: unbounded string',
    'spec.map: unbounded map',
    'spec.any: x-kubernetes-preserve-unknown-fields must not be used',
    'spec.any: must have either a type or x-kubernetes-int-or-string',
  ]);
});

test.for(['spec', 'spec.storage', 'spec.sentinel', 'spec.durability', 'spec.pod.securityContext', 'status'])(
  '%s is empty by default and asks for nothing, so that an empty object is a whole one',
  (path) => {
    const node = at(path);
    expect(node?.default).toEqual({});
    expect(node?.required).toBeUndefined();
  },
);

test.for([
  ['spec.replicas', 3],
  ['spec.version', '8.0.2'],
  ['spec.sentinel.downAfterMilliseconds', 5000],
  ['status.observedGeneration', -1],
] as const)('%s is %s by default, and its description says so', ([path, value]) => {
  expect(at(path)?.default).toBe(value);
  expect(at(path)?.description).toMatch(new RegExp(`Default: ${value}\\.$`));
});

test('quantities and settings are whole numbers or strings', () => {
  for (const node of [at('spec.storage.size'), at('spec.config')?.additionalProperties]) {
    expect(node).toMatchObject({ 'x-kubernetes-int-or-string': true, maxLength: expect.any(Number) });
    expect(node?.type).toBeUndefined();
  }
});

test("pod fields keep Kubernetes' own fields to the last level", () => {
  const term = at('spec.pod.affinity.podAntiAffinity')?.properties?.requiredDuringSchedulingIgnoredDuringExecution?.items;
  expect(Object.keys(term?.properties ?? {})).toEqual(
    expect.arrayContaining(['labelSelector', 'matchLabelKeys', 'mismatchLabelKeys', 'namespaces', 'namespaceSelector', 'topologyKey']),
  );
  expect(Object.keys(at('spec.pod.topologySpreadConstraints')?.items?.properties ?? {})).toEqual(
    expect.arrayContaining(['maxSkew', 'minDomains', 'nodeAffinityPolicy', 'nodeTaintsPolicy', 'matchLabelKeys']),
  );
});

test('the scale subresource and the columns point at fields that exist', () => {
  const version = crd.spec.versions[0];
  const paths = [
    ...Object.values(version?.subresources.scale ?? {}),
    ...(version?.additionalPrinterColumns ?? []).map((column) => column.jsonPath),
  ];
  const missing = paths.filter((path) => !path.startsWith('.metadata.') && at(path.slice(1)) === undefined);
  expect(missing).toEqual([]);
  expect(paths.length).toBeGreaterThan(8);
});
