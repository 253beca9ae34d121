import { expect, test } from 'vitest';
import { badSpecs, goodSpecs } from '../test/auto-scaler-cases.ts';
import { lintSchema } from '../test/schema-lint.ts';
import { autoScalerKind } from './auto-scaler-kind.ts';
import { buildCrd } from './crd.ts';
import { parseAutoScaler } from './parse-auto-scaler.ts';

const stored = (spec: object) => ({
  apiVersion: 'dataservices.dev/v1alpha1',
  kind: 'AutoScaler',
  metadata: { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', generation: 1 },
  spec,
});

test.for(goodSpecs)('%s is read', ([, spec]) => {
  expect(parseAutoScaler(stored(spec))).toMatchObject({ ok: true });
});

test.for(badSpecs)('%s is refused by the operator too', ([, spec]) => {
  expect(parseAutoScaler(stored(spec))).toMatchObject({ ok: false });
});

test('its name may be that of a cluster, with its service behind it', () => {
  const named = (name: string) => parseAutoScaler({ ...stored({ scaleTargetRef: {} }), metadata: { ...stored({}).metadata, name } });
  const problemOf = (name: string) => JSON.stringify(named(name)).includes('metadata.name');
  expect([problemOf(`${'c'.repeat(40)}-zookeeper`), problemOf('c'.repeat(64))]).toEqual([false, true]);
});

test('every field is described and bounded', () => {
  const { properties = {} } = buildCrd(autoScalerKind).spec.versions[0]?.schema.openAPIV3Schema ?? {};
  for (const part of ['spec', 'status'] as const) expect(lintSchema(properties[part] ?? {}, part)).toEqual([]);
});

test('it has no scale subresource, because it has no size', () => {
  expect(buildCrd(autoScalerKind).spec.versions[0]?.subresources).toEqual({ status: {} });
});
