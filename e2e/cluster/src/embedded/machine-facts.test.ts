import { expect, test } from 'vitest';
import { hasCapability } from './machine-facts.ts';

test.for([
  ['000001fffeffffff', false],
  ['000001ffffffffff', true],
  ['0000000001000000', true],
  ['0000000000000000', false],
] as const)('bit 24 of %s is set: %s', ([mask, expected]) => {
  expect(hasCapability(`Name:\tnode\nCapPrm:\tffffffffffffffff\nCapEff:\t${mask}\nCapBnd:\tffffffffffffffff\n`, 24n)).toBe(expected);
});
