import { expect, test } from 'vitest';
import { chosenScenarios } from './e2e-tier.ts';

test('all scenarios of a service are of the tier that was asked for', () => {
  expect(chosenScenarios(['redis'], undefined, false)).toEqual({ filters: ['scenarios/redis/'], isFull: false });
});

test('a long scenario that is named needs no word of its tier', () => {
  const chosen = chosenScenarios(['redis', 'zookeeper'], 'hang,history', false);
  expect(chosen).toEqual({
    filters: ['scenarios/redis/hang.full.e2e.test.ts', 'scenarios/zookeeper/history.ci.e2e.test.ts'],
    isFull: true,
  });
});

test('an unknown scenario is refused with the names that there are', () => {
  expect(() => chosenScenarios(['zookeeper'], 'hang', false)).toThrow(/no scenario "hang"; there are: .*create, /);
});
