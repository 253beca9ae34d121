import { expect, test } from 'vitest';
import { describeRequest } from './asked.ts';

test.for([
  ['GET', '/api/v1/namespaces/a/pods?limit=500', 'list', '', 'pods', 'a', undefined, undefined],
  ['GET', '/api/v1/pods?watch=true&resourceVersion=5', 'watch', '', 'pods', undefined, undefined, undefined],
  ['GET', '/api/v1/pods?watch=false', 'list', '', 'pods', undefined, undefined, undefined],
  ['GET', '/api/v1/namespaces/a/pods/p', 'get', '', 'pods', 'a', 'p', undefined],
  ['GET', '/api/v1/namespaces/a', 'get', '', 'namespaces', undefined, 'a', undefined],
  ['POST', '/api/v1/namespaces', 'create', '', 'namespaces', undefined, undefined, undefined],
  ['POST', '/api/v1/namespaces/a/pods/p/eviction', 'create', '', 'pods', 'a', 'p', 'eviction'],
  ['PATCH', '/apis/apps/v1/namespaces/a/statefulsets/s/status', 'patch', 'apps', 'statefulsets', 'a', 's', 'status'],
  ['PUT', '/apis/coordination.k8s.io/v1/namespaces/a/leases/l', 'update', 'coordination.k8s.io', 'leases', 'a', 'l', undefined],
  ['DELETE', '/api/v1/nodes/n%2F1', 'delete', '', 'nodes', undefined, 'n/1', undefined],
  ['GET', '/readyz', 'other', '', '', undefined, undefined, undefined],
  ['GET', '/api/v1', 'other', '', '', undefined, undefined, undefined],
] as const)('%s %s is %s', ([method, target, verb, group, resource, namespace, name, subresource]) => {
  expect(describeRequest(method, target, 'test/1')).toMatchObject({ verb, group, resource, namespace, name, subresource });
});
