import { expect, test } from 'vitest';
import { type Explanation, explainUnused, permissionProblem } from './explained-permissions.ts';
import type { Permission } from './used-permissions.ts';

const may = (resource: string, ...verbs: readonly string[]): readonly Permission[] =>
  verbs.map((verb) => ({ account: 'operator', resource, verb }));

const list: readonly Explanation[] = [
  { resources: ['/configmaps', '/services'], verbs: ['create'], beside: 'patch', reason: 'an apply' },
  { resources: ['/policies'], verbs: ['delete'], reason: 'a test does' },
];
const granted = [...may('/configmaps', 'create', 'patch', 'delete'), ...may('/services', 'create'), ...may('/policies', 'delete')];

function find(used: readonly Permission[], more: readonly Permission[] = []) {
  const all = [...granted, ...more];
  const isUsed = ({ resource, verb }: Permission) => used.some((one) => one.resource === resource && one.verb === verb);
  return explainUnused({ granted: all, used, unused: all.filter((one) => !isUsed(one)) }, list);
}

test('a delete beside a patch that is used has no excuse', () => {
  const findings = find([...may('/configmaps', 'patch'), ...may('/services', 'create')]);
  expect(findings.unexplained).toEqual(may('/configmaps', 'delete'));
  expect(permissionProblem(findings)).toContain('operator may delete /configmaps and never did');
});

test('a create is excused by a patch of the same, and only where that is used', () => {
  expect(find(may('/services', 'create')).unexplained).toEqual(may('/configmaps', 'create', 'patch', 'delete'));
  expect(find(may('/configmaps', 'patch', 'delete')).unexplained).toEqual(may('/services', 'create'));
});

test('the reason is told', () => {
  const findings = find([...may('/configmaps', 'patch', 'delete'), ...may('/services', 'create')]);
  expect(findings.unused.map(({ resource, verb, reason }) => [resource, verb, reason])).toEqual([
    ['/configmaps', 'create', 'an apply'],
    ['/policies', 'delete', 'a test does'],
  ]);
  expect(permissionProblem(findings)).toBeUndefined();
});

test('what another account does is no excuse', () => {
  const used = may('/configmaps', 'patch', 'delete').map((one) => ({ ...one, account: 'another' }));
  const unused = may('/configmaps', 'create');
  expect(explainUnused({ granted, used, unused }, list).unexplained).toEqual(unused);
});

test('an explanation of what is not granted any more is a finding too', () => {
  const findings = explainUnused({ granted: may('/configmaps', 'create'), used: may('/configmaps', 'create'), unused: [] }, list);
  expect(permissionProblem(findings)).toMatch(/^\/services is explained and not granted; \/policies is/);
});
