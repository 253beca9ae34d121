import { parseAutoScaler } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import { expect, test } from 'vitest';
import { isForeign, parseTargetKinds, targetKind } from './target-kinds.ts';

const caches = { group: 'example.com', version: 'v1', kind: 'Cache', plural: 'caches', isNamespaced: true };

function scalerOf(apiVersion: string, kind: string) {
  const metrics = [{ name: 'load', query: 'load', target: { type: 'Value', value: 1 } }];
  const spec = { scaleTargetRef: { apiVersion, kind, name: 'cart' }, maxReplicas: 3, metrics };
  const metadata = { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', generation: 1 };
  const parsed = parseAutoScaler({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'AutoScaler', metadata, ...{ spec } });
  if (!parsed.ok) throw new Error(parsed.message);
  return parsed.value;
}

test('kinds that may be scaled beside the known ones are named', () => {
  expect(parseTargetKinds(' example.com/v1/Cache=caches, db.example.com/v1beta1/Store=stores,')).toEqual([
    caches,
    { group: 'db.example.com', version: 'v1beta1', kind: 'Store', plural: 'stores', isNamespaced: true },
  ]);
  expect(parseTargetKinds(undefined)).toEqual([]);
});

test.for(['Cache', 'example.com/v1/Cache', 'v1/Pod=pods', 'example.com/v1/cache=caches', 'example.com/v1/Cache=../secrets'])(
  "'%s' names none",
  (text) => {
    expect(() => parseTargetKinds(text)).toThrow('AUTOSCALER_TARGETS');
  },
);

test('a target is of a known kind, of one that is named, or of none', () => {
  expect(targetKind(scalerOf('apps/v1', 'StatefulSet'), [])).toBe(resources.statefulSets);
  expect(targetKind(scalerOf('example.com/v1', 'Cache'), [caches])).toBe(caches);
  expect(targetKind(scalerOf('example.com/v2', 'Cache'), [caches])).toBeUndefined();
  expect(targetKind(scalerOf('example.com/v1', 'Cache'), [])).toBeUndefined();
  expect([isForeign(resources.redisClusters), isForeign(resources.deployments), isForeign(caches)]).toEqual([false, false, true]);
});
