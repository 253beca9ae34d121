import { expect, test } from 'vitest';
import { matchesLabelSelector } from './label-selector.ts';

const labels = { app: 'redis', 'dataservices.dev/role': 'leader' };

test.for([
  [undefined, true],
  ['', true],
  ['app=redis', true],
  ['app==redis', true],
  ['app=kafka', false],
  ['app!=kafka', true],
  ['absent!=x', true],
  ['app', true],
  ['!app', false],
  ['!absent', true],
  ['app in (kafka, redis)', true],
  ['app in (kafka)', false],
  ['app notin (kafka,rabbitmq)', true],
  ['absent in (x)', false],
  ['app=redis,dataservices.dev/role=leader', true],
  ['app in (a,redis),dataservices.dev/role=replica', false],
] as const)('%s → %s', ([selector, expected]) => {
  expect(matchesLabelSelector(selector, labels)).toBe(expected);
});

test('nonsense is an error rather than a match of everything', () => {
  expect(() => matchesLabelSelector('a=b=c', labels)).toThrow("not a label selector requirement: 'a=b=c'");
});
