import { expect, test } from 'vitest';
import { copiedBytes } from './copied-bytes.ts';

const one = (partition: number, replicas: readonly number[]) => ({ topic: 'orders', partition, replicas });

test('what is copied is what comes to a broker, and not what changes its place in the list', () => {
  const now = [one(0, [0, 1, 2]), one(1, [1, 2, 3])];
  const bytesOf = ({ partition }: { readonly partition: number }) => (partition === 0 ? 100 : 7);
  expect(copiedBytes(now, [one(0, [2, 1, 0]), one(1, [0, 1, 2])], bytesOf)).toBe(7);
  expect(copiedBytes(now, [one(0, [3, 4, 0])], bytesOf)).toBe(200);
});

test('a proposal for what is not there is refused', () => {
  expect(() => copiedBytes([], [one(3, [0])], () => 1)).toThrow('orders-3 is proposed to be moved, and is not there');
});
