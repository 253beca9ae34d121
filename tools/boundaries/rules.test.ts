import { expect, test } from 'vitest';
import { importsIn } from './imports.ts';
import { dependencyViolations, type Project, type SourceFile, sourceViolations } from './rules.ts';

const projects: readonly Project[] = [
  { name: '@dataservices/plan', root: 'libs/plan', tag: 'pure' },
  { name: '@dataservices/api', root: 'libs/api', tag: 'pure' },
  { name: '@dataservices/kube', root: 'libs/kube', tag: 'io' },
  { name: '@dataservices/reconcile', root: 'libs/reconcile', tag: 'runtime' },
  { name: '@dataservices/redis', root: 'operators/redis', tag: 'operator' },
  { name: '@dataservices/kafka', root: 'operators/kafka', tag: 'operator' },
  { name: '@dataservices/all', root: 'operators/all', tag: 'operators' },
  { name: '@dataservices/testing', root: 'libs/testing', tag: 'test' },
];

function file(path: string, source: string): SourceFile {
  return { path, lines: source.split('\n').length, imports: importsIn(source, 'ts') };
}

test.for([
  ['plan', 'kube', 'pure must not do I/O'],
  ['api', 'reconcile', 'pure must not know the runtime'],
  ['kube', 'reconcile', 'I/O must not know the runtime'],
  ['reconcile', 'redis', 'the runtime must not know an operator'],
  ['redis', 'kafka', 'an operator must not know another'],
  ['redis', 'testing', 'nothing but tests uses test code'],
])('a manifest of %s with %s is a violation: %s', ([source, target]) => {
  const edge = { source: `@dataservices/${source}`, target: `@dataservices/${target}` };
  expect(dependencyViolations(projects, [{ ...edge, isForTestsOnly: false }])).toEqual([
    expect.stringContaining(`@dataservices/${target}`),
  ]);
  expect(dependencyViolations(projects, [{ ...edge, isForTestsOnly: true }])).toEqual([]);
});

test.for([
  ['api', 'plan'],
  ['kube', 'plan'],
  ['reconcile', 'kube'],
  ['redis', 'reconcile'],
  ['all', 'redis'],
  ['testing', 'all'],
])('a manifest of %s with %s is fine', ([source, target]) => {
  const edge = { source: `@dataservices/${source}`, target: `@dataservices/${target}`, isForTestsOnly: false };
  expect(dependencyViolations(projects, [edge])).toEqual([]);
});

test.for([
  ['libs/api/src/a.ts', "import { get } from '@dataservices/kube';", '@dataservices/kube'],
  ['libs/api/src/a.ts', "import type { Kube } from '@dataservices/kube';", '@dataservices/kube'],
  ['libs/api/src/a.ts', "export * from '@dataservices/testing/fake.ts';", '@dataservices/testing'],
  ['libs/api/src/a.ts', "const kube = await import('@dataservices/kube');", '@dataservices/kube'],
  ['operators/redis/src/a.ts', "import '../../kafka/src/observe.ts';", '@dataservices/kafka'],
  ['operators/redis/src/deep/er/a.ts', "import { x } from '../../../../../libs/testing/src/index.ts';", '@dataservices/testing'],
  ['operators/redis/src/a.ts', "import { KubeConfig } from '@kubernetes/client-node';", 'only libs/kube'],
  ['operators/redis/src/a.ts', "import { type V1Pod } from '@kubernetes/client-node';", 'only libs/kube'],
  ['operators/redis/src/a.ts', "import { V1Pod } from '@kubernetes/client-node/dist/index.js';", 'only libs/kube'],
] as const)('%s with %j is a violation', ([path, source, reason]) => {
  expect(sourceViolations(projects, [file(path, source)])).toEqual([expect.stringContaining(reason)]);
});

test.for([
  ['libs/api/src/a.ts', "import type { V1Affinity } from '@kubernetes/client-node';"],
  ['libs/api/src/a.ts', "import { stableHash } from '@dataservices/plan';\nimport { b } from './b.ts';"],
  ['libs/api/src/a.ts', 'const text = "import { get } from \'@dataservices/kube\'";'],
  ['libs/kube/src/a.ts', "import { KubeConfig } from '@kubernetes/client-node';"],
  ['libs/api/src/a.test.ts', "import { fakeKube } from '@dataservices/testing';"],
  ['operators/redis/test/model.ts', "import { fakeKube } from '@dataservices/testing';"],
] as const)('%s with %j is fine', ([path, source]) => {
  expect(sourceViolations(projects, [file(path, source)])).toEqual([]);
});

test('a file of 400 lines is fine, and one more is a violation', () => {
  const withLines = (lines: number) => sourceViolations(projects, [{ path: 'libs/plan/src/a.ts', lines, imports: [] }]);
  expect(withLines(400)).toEqual([]);
  expect(withLines(401)).toEqual([expect.stringContaining('401 lines')]);
});
