import { expect, test } from 'vitest';
import { parseInput } from './parse-input.ts';

const whole = {
  mode: 'drain',
  brokers: [{ id: 0, rack: 'a', weight: 2 }, { id: 1 }],
  remove: [1],
  partitions: [{ topic: 't', partition: 0, replicas: [0, 1], bytes: 1.5e9 }],
};

test('reads what is documented', () => {
  expect(parseInput(whole)).toEqual(whole);
});

test('passes over what a dump says besides', () => {
  const [partition] = whole.partitions;
  expect(parseInput({ ...whole, partitions: [{ ...partition, isr: [0], leader: 0 }] })).toEqual(whole);
});

test.for([
  ['another mode', { mode: 'shuffle' }, /^mode: /],
  ['a misspelt field of the whole, or nobody would be removed', { removed: [1] }, /removed/],
  ['a broker without an id', { brokers: [{}] }, /^brokers\[0\]\.id: /],
  ['a partition without replicas', { partitions: [{ topic: 't', partition: 0, replicas: [], bytes: 0 }] }, /^partitions\[0\]\.replicas: /],
  ['bytes below 0', { partitions: [{ topic: 't', partition: 0, replicas: [0], bytes: -1 }] }, /^partitions\[0\]\.bytes: /],
  ['text for an id', { remove: ['1'] }, /^remove\[0\]: /],
] as const)('refuses %s, and names it', ([, changes, message]) => {
  expect(() => parseInput({ ...whole, ...changes })).toThrow(
    expect.objectContaining({ code: 'RefusedInput', message: expect.stringMatching(message) }),
  );
});

test('refuses what is no object', () => {
  expect(() => parseInput([])).toThrow(expect.objectContaining({ message: expect.stringMatching(/^the whole: /) }));
});
