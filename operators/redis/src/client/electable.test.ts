import { expect, test } from 'vitest';
import { isElectable, rankingOf } from './electable.ts';

const row = (ip: string, priority: string, offset: string, flags = 'slave') =>
  new Map(Object.entries({ ip, flags, 'slave-priority': priority, 'slave-repl-offset': offset }));

test.for([
  { name: 'the one with the most data', rows: [row('a', '100', '90'), row('b', '100', '100')], ranking: { foremost: ['b'] } },
  { name: 'any of those that have the same', rows: [row('a', '100', '90'), row('b', '100', '90')], ranking: { foremost: ['a', 'b'] } },
  {
    name: 'the one of the lowest priority, whatever the others have',
    rows: [row('a', '1', '90'), row('b', '100', '100')],
    ranking: { favourite: 'a', foremost: ['a'] },
  },
  { name: 'by numbers, and not by their digits', rows: [row('a', '100', '9'), row('b', '100', '10')], ranking: { foremost: ['b'] } },
  { name: 'the only one', rows: [row('a', '100', '90')], ranking: { favourite: 'a', foremost: ['a'] } },
  { name: 'nobody', rows: [], ranking: { foremost: [] } },
])('a sentinel would promote first: $name', ({ rows, ranking }) => {
  expect(rankingOf(rows)).toEqual(ranking);
});

test.for([
  ['one that answers', row('a', '100', '90'), true],
  ['one that does not', row('a', '100', '90', 's_down,slave'), false],
  ['one that it has no connection to', row('a', '100', '90', 'slave,disconnected'), false],
  ['one that is never to lead', row('a', '0', '90'), false],
] as const)('it would promote %s: %s', ([, replica, isGood]) => {
  expect(isElectable(replica)).toBe(isGood);
});
