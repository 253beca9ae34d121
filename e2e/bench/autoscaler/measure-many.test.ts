import { expect, test } from 'vitest';
import { expectSameProcess } from './measure-many.ts';

test('counters of two processes are not taken for those of one', () => {
  expectSameProcess(1_800_000_000, 1_800_000_000);
  expect(() => expectSameProcess(1_800_000_000, 1_800_000_060)).toThrow('begun anew');
});
