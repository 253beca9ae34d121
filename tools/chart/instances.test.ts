import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../bootstrap/repository-root.mjs';
import { everyInstance } from './instance-values.ts';
import { parseManifests } from './manifest.ts';
import { lintChart, renderChart } from './render-chart.ts';

const render = (values: object) => renderChart({ chart: 'dataservices-instances', namespace: 'shop', values });

test('helm finds nothing to complain about', () => {
  expect(lintChart('dataservices-instances')).toContain('0 chart(s) failed');
});

test('without instances there is nothing', () => {
  expect(parseManifests(render({}))).toEqual([]);
});

test('every key reaches its place', async () => {
  await expect(render(everyInstance)).toMatchFileSnapshot('golden/instances.yaml');
});

test('what is not said is left to the defaults of the operator', () => {
  expect(parseManifests(render({ redis: { cart: null } })).map(({ spec }) => spec)).toEqual([{}]);
});

test('a size of 0 is said: it stops a cluster', () => {
  expect(parseManifests(render({ rabbitmq: { cart: { size: 0 } } })).map(({ spec }) => spec)).toEqual([{ replicas: 0 }]);
});

test('an instance has its own word before the defaults, and spec has the last', () => {
  const values = { defaults: { size: 5, memory: '1Gi' }, redis: { cart: { size: 3, spec: { resources: { limits: { memory: '2Gi' } } } } } };
  expect(parseManifests(render(values)).map(({ spec }) => spec)).toEqual([
    { replicas: 3, resources: { requests: { memory: '1Gi' }, limits: { memory: '2Gi' } } },
  ]);
});

test('defaults give an AutoScaler to nobody who asks for none', () => {
  expect(
    parseManifests(render({ defaults: { autoscaler: { max: 5, target: 1 } }, redis: { cart: { size: 5 } } })).map(({ kind }) => kind),
  ).toEqual(['RedisCluster']);
});

test('a size is given beside an AutoScaler only where it stops the cluster', () => {
  const autoscaler = { max: 7, target: '50k' };
  const clusters = (size: number) =>
    parseManifests(render({ redis: { cart: { size, autoscaler } } })).flatMap(({ kind, metadata: { annotations }, spec }) =>
      kind === 'RedisCluster' ? [{ annotations, spec }] : [],
    );
  expect(clusters(5)).toEqual([{ annotations: { 'instances.dataservices.dev/size': 'AutoScaler' }, spec: {} }]);
  expect(clusters(0)).toEqual([{ spec: { replicas: 0 } }]);
});

test('every key is in the tables of the page, and no other', () => {
  type Definition = { readonly properties: object };
  const schema = readFileSync(join(repositoryRoot, 'charts/dataservices-instances/values.schema.json'), 'utf8');
  const { instance, autoscaler } = (JSON.parse(schema) as { readonly definitions: Readonly<Record<string, Definition>> }).definitions;
  const page = readFileSync(join(repositoryRoot, 'docs/instances.md'), 'utf8');
  const tables = page.split(/\n{2,}/).filter((text) => text.startsWith('| key '));
  const documented = tables.map((table) => [...table.matchAll(/^\| `(\w+)`/gm)].map(([, key]) => key).sort());
  expect(documented).toEqual([instance, autoscaler].map((definition) => Object.keys(definition?.properties ?? {}).sort()));
});

test.for([
  ['an AutoScaler without a largest size', { target: 1 }, 'redis.cart.autoscaler.max is needed'],
  ['an AutoScaler without a target', { max: 5 }, 'target is needed: how much of commands is right'],
  ['a metric of another service', { max: 5, target: 1, metric: 'connections' }, 'no connections for redis, but commands, cpu'],
  ['a mistyped key of an AutoScaler', { maxReplicas: 5 }, 'maxReplicas'],
  ['a target that is no quantity', { max: 5, target: '50 k' }, 'target'],
  ['a target of 0', { max: 5, target: 0 }, 'target'],
] as const)('%s is refused', ([, autoscaler, named]) => {
  expect(() => render({ redis: { cart: { autoscaler } } })).toThrow(named);
});

test.for([
  ['a size of its own beside an AutoScaler', { spec: { replicas: 5 } }, 'spec.replicas'],
  ['an AutoScaler of what has no metrics', { metrics: false }, 'switched off for cart'],
] as const)('%s is refused', ([, instance, named]) => {
  expect(() => render({ redis: { cart: { autoscaler: { max: 5, target: 1 }, ...instance } } })).toThrow(named);
});

test.for([
  ['an unknown service', { postgres: { cart: {} } }, 'postgres'],
  ['a mistyped key', { redis: { cart: { replicas: 3 } } }, 'replicas'],
  ['a name that is too long', { redis: { [`a${'b'.repeat(40)}`]: {} } }, 'propertyName'],
  ['a size that is too large', { redis: { cart: { size: 101 } } }, 'size'],
  ['no quantity', { redis: { cart: { memory: '1 GB' } } }, 'memory'],
  ['a version of two parts', { redis: { cart: { version: '8.0' } } }, 'version'],
] as const)('%s is refused', ([, values, named]) => {
  expect(() => render(values)).toThrow(named);
});
