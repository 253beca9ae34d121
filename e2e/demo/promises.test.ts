import { expect, test } from 'vitest';
import type { ClientOutcome } from '../src/fault-run.ts';
import { brokenPromises, outcomeTable } from './promises.ts';

const good: ClientOutcome = { gapMs: 6200, healGapMs: 40, acknowledged: 900, lost: 0, errors: {}, verifyError: undefined };

test.for([
  ['all kept', {}, {}, []],
  ['plain writes may be lost', { lost: 12 }, {}, []],
  ['the gap counts for both clients', { gapMs: 10_001 }, {}, ['no writes for 10.00 s']],
  ['a confirmed write is lost', {}, { lost: 1 }, ['1 writes that a replica had confirmed']],
  ['nobody could be asked', {}, { lost: null, verifyError: 'no master answered' }, ['no master answered']],
  ['nothing was written', {}, { acknowledged: 0 }, ['nothing was shown']],
] as const)('%s', ([, plain, wait, expected]) => {
  const broken = brokenPromises({ plain: { ...good, ...plain }, wait: { ...good, ...wait } });
  expect(broken).toHaveLength(expected.length);
  expected.forEach((part, index) => {
    expect(broken[index]).toContain(part);
  });
});

test('the table tells unknown from none', () => {
  const table = outcomeTable({ plain: { ...good, lost: null }, wait: good });
  expect(table.split('\n')[1]).toMatch(/unknown/);
  expect(table.split('\n')[2]).toMatch(/^SET \+ WAIT 1 +900 +0 +6\.20 s +0\.04 s$/);
});
