import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { chosenOperators, operators } from './chosen-operators.ts';

test('without a choice all of them run', () => {
  expect(chosenOperators(undefined)).toEqual(Object.values(operators));
  expect(chosenOperators(' ')).toEqual(Object.values(operators));
});

test('only those that are named run', () => {
  expect(chosenOperators('zookeeper, redis')).toEqual([operators.redis, operators.zookeeper]);
});

test('a name that there is not is refused, with those that there are', () => {
  expect(() => chosenOperators('redis,postgres')).toThrow(/'postgres'.*redis, zookeeper, rabbitmq/);
});

test('the chart has a switch for each', () => {
  const values = readFileSync(new URL('../../../charts/dataservices/values.yaml', import.meta.url), 'utf8');
  const switches = /^operators:\n(?<lines>(?: {2}.*\n)+)/m.exec(values)?.groups?.lines ?? '';
  const names = [...switches.matchAll(/^ {2}(\w+): true$/gm)].map(([, name]) => name);
  expect(names.sort()).toEqual(Object.keys(operators).sort());
});
