import { expect, test } from 'vitest';
import { type Binding, grantedPermissions, type Role, unusedPermissions, usedPermissions } from './used-permissions.ts';

const namespace = 'dataservices-system';
const subjects = [{ kind: 'ServiceAccount', name: 'operator', namespace }];

const roles: readonly Role[] = [
  {
    kind: 'ClusterRole',
    metadata: { name: 'operator' },
    rules: [
      { apiGroups: [''], resources: ['pods'], verbs: ['list', 'watch'] },
      { apiGroups: ['apps'], resources: ['statefulsets'], verbs: ['create', 'patch', 'delete'] },
    ],
  },
  {
    kind: 'Role',
    metadata: { name: 'operator', namespace },
    rules: [{ apiGroups: [''], resources: ['pods', 'secrets'], verbs: ['list'] }],
  },
  { kind: 'Role', metadata: { name: 'operator', namespace: 'other' }, rules: [{ apiGroups: [''], resources: ['nodes'], verbs: ['list'] }] },
  { kind: 'ClusterRole', metadata: { name: 'url' }, rules: [{ verbs: ['get'] }] },
];

const bindings: readonly Binding[] = [
  { metadata: { name: 'a' }, roleRef: { kind: 'ClusterRole', name: 'operator' }, subjects },
  { metadata: { name: 'b', namespace }, roleRef: { kind: 'Role', name: 'operator' }, subjects },
  { metadata: { name: 'c' }, roleRef: { kind: 'ClusterRole', name: 'url' }, subjects },
  {
    metadata: { name: 'd' },
    roleRef: { kind: 'ClusterRole', name: 'operator' },
    subjects: [{ kind: 'ServiceAccount', name: 'x', namespace: 'x' }],
  },
  { metadata: { name: 'e' }, roleRef: { kind: 'ClusterRole', name: 'gone' }, subjects },
  { metadata: { name: 'f' }, roleRef: { kind: 'ClusterRole', name: 'operator' } },
];

const granted = grantedPermissions(roles, bindings, namespace);
const named = (permissions: typeof granted) => permissions.map(({ account, resource, verb }) => `${account} ${verb} ${resource}`);

function event(verb: string, objectRef: object, decision = 'allow', username = `system:serviceaccount:${namespace}:operator`): string {
  return JSON.stringify({ verb, user: { username }, objectRef, annotations: { 'authorization.k8s.io/decision': decision } });
}

test('what is granted is what the bound roles say, each permission once', () => {
  expect(named(granted)).toEqual([
    'operator list /pods',
    'operator watch /pods',
    'operator create apps/statefulsets',
    'operator patch apps/statefulsets',
    'operator delete apps/statefulsets',
    'operator list /secrets',
  ]);
});

test('what is used is what was allowed to accounts of the namespace', () => {
  const lines = [
    event('list', { resource: 'pods' }),
    event('list', { resource: 'pods' }),
    event('patch', { apiGroup: 'dataservices.dev', resource: 'redisclusters', subresource: 'status' }),
    event('list', { resource: 'secrets' }, 'forbid'),
    event('list', { resource: 'nodes' }, 'allow', 'system:serviceaccount:x:operator'),
    JSON.stringify({ verb: 'get', user: { username: `system:serviceaccount:${namespace}:operator` } }),
    '{"verb":"li',
  ];
  expect(named(usedPermissions(lines, namespace))).toEqual(['operator list /pods', 'operator patch dataservices.dev/redisclusters/status']);
});

test('what was granted and not used is named', () => {
  const used = usedPermissions(
    [event('list', { resource: 'pods' }), event('patch', { apiGroup: 'apps', resource: 'statefulsets' })],
    namespace,
  );
  expect(unusedPermissions(granted, used).map(({ resource, verb }) => [resource, verb])).toEqual([
    ['/pods', 'watch'],
    ['/secrets', 'list'],
    ['apps/statefulsets', 'create'],
    ['apps/statefulsets', 'delete'],
  ]);
});
