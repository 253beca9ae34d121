import { expect, test } from 'vitest';
import { collectionPath, creationPath, objectPath } from './paths.ts';
import { resources } from './resource.ts';

test.for([
  [collectionPath(resources.pods), '/api/v1/pods'],
  [collectionPath(resources.pods, 'a'), '/api/v1/namespaces/a/pods'],
  [collectionPath(resources.nodes, 'a'), '/api/v1/nodes'],
  [collectionPath(resources.statefulSets, 'a'), '/apis/apps/v1/namespaces/a/statefulsets'],
  [objectPath(resources.statefulSets, { namespace: 'a', name: 'b' }, 'status'), '/apis/apps/v1/namespaces/a/statefulsets/b/status'],
  [objectPath(resources.pods, { namespace: 'a/b', name: '../c' }), '/api/v1/namespaces/a%2Fb/pods/..%2Fc'],
  [objectPath(resources.nodes, { name: 'n' }), '/api/v1/nodes/n'],
])('%s', ([actual, expected]) => {
  expect(actual).toBe(expected);
});

test('a missing namespace or name is refused rather than addressed to the whole cluster', () => {
  expect(() => objectPath(resources.pods, { name: 'p' })).toThrow("Pod 'p' has no metadata.namespace");
  expect(() => objectPath(resources.pods, { namespace: 'n', name: '' })).toThrow('Pod has no name');
  expect(() => creationPath(resources.pods, undefined)).toThrow('Pod has no metadata.namespace');
});
