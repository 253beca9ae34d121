import { expect, test } from 'vitest';
import { Lane } from './lane.ts';

test('what is asked for while a batch is on its way goes with the next', async () => {
  const sent: (readonly number[])[] = [];
  const first = Promise.withResolvers<void>();
  const lane = new Lane(async (seqs) => {
    sent.push(seqs);
    if (sent.length === 1) await first.promise;
  });
  const writes = [lane.write(1), lane.write(2), lane.write(3)];
  expect(sent).toEqual([[1]]);
  first.resolve();
  await Promise.all(writes);
  expect(sent).toEqual([[1], [2, 3]]);
});

test('a batch that fails fails its records, and no others', async () => {
  const lane = new Lane(async ([seq]) => {
    if (seq === 1) throw new Error('lost');
  });
  const outcomes = await Promise.allSettled([lane.write(1), lane.write(2)]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  await lane.write(3);
});
