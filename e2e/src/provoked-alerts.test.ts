import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { faults } from '@dataservices/observability';
import { expect, test } from 'vitest';

const folder = join(import.meta.dirname, '../scenarios/observability');
const scenarios = readdirSync(folder).filter((name) => name.startsWith('alerts-'));
const provoked = scenarios
  .flatMap((name) => [...readFileSync(join(folder, name), 'utf8').matchAll(/^\s*provokes\(\s*'([^']+)'/gm)])
  .map(([, fault]) => fault);

test('every fault of the list is provoked by one scenario, or has the reason why none does', () => {
  const wanted = faults.filter(({ fires, unseen }) => fires.length > 0 && unseen === undefined).map(({ fault }) => fault);
  expect(provoked.toSorted()).toEqual(wanted.toSorted());
});
