import { expect, test } from 'vitest';
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
