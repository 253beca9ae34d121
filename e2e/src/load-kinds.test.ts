import { expect, test } from 'vitest';
import { entriesOf, followers, mapLoads } from './load-kinds.ts';

test('every client is asked, and each answer stays with its client', async () => {
  expect(await mapLoads({ plain: 1, pinned: 2 }, async (value, kind) => `${kind} ${value}`)).toEqual({
    plain: 'plain 1',
    pinned: 'pinned 2',
  });
});

test('clients are told in one order, however they were started', () => {
  expect(entriesOf({ pinned: 1, service: 2, plain: 3 }).map(([kind]) => kind)).toEqual(['plain', 'service', 'pinned']);
});

test('a pinned client never counts as one that finds a new master', () => {
  expect(followers({ pinned: 1, wait: 2 })).toEqual([['wait', 2]]);
});
