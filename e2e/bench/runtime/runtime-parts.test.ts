import { expect, test } from 'vitest';
import { chosenParts } from './runtime-parts.ts';

test('everything is measured unless parts are named', () => {
  expect(chosenParts(undefined)).toEqual(['queue', 'reads', 'idle', 'scale', 'changes', 'take-over']);
  expect(chosenParts('reads')).toEqual(['reads']);
  expect(chosenParts('scale, take-over')).toEqual(['scale', 'take-over']);
});

test('a part that does not exist is refused with those that do', () => {
  expect(() => chosenParts('queue,cache')).toThrow("there is no part 'cache': --only takes some of queue, reads, idle,");
});
