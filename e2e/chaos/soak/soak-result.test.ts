import { expect, test } from 'vitest';
import { problemsOf, type SoakResult, soakTable } from './soak-result.ts';

const fine: SoakResult = {
  options: { minutes: 3, objects: 1000, rate: 40, seed: 9 },
  elapsedMs: 200_000,
  churn: { created: 2000, changed: 3000, deleted: 1000 },
  troubles: { cut: 5 },
  watches: { listed: 10, watching: 90 },
  restarts: 2,
  changes: 12_000,
  calmsMs: [1500],
  differences: [],
  breaches: [],
  warnings: [],
  heapBytes: { first: 50e6, last: 51e6 },
  rssBytes: { first: 100e6, last: 120e6 },
  clientSockets: { first: 14, last: 15 },
  upstreamSockets: { first: 20, last: 22 },
  openFiles: { first: 30, last: 30 },
  serverWatches: { first: 6, last: 6 },
  left: { watches: 0, sockets: 0 },
  cpuSeconds: 20,
};

test('a good result has no problem, and its table shows the seed', () => {
  expect(problemsOf(fine)).toEqual([]);
  expect(soakTable(fine)).toContain('seed 9');
});

test.for<[string, Partial<SoakResult>]>([
  ['not the same: x', { differences: ['x'] }],
  ['back in time', { breaches: ['went back in time'] }],
  ['MaxListeners', { warnings: ['MaxListenersExceededWarning'] }],
  ['a listener failed 1 times', { watches: { 'handler-failed': 1 } }],
  ['heard of 10 changes only', { changes: 10 }],
  ['the heap grew', { heapBytes: { first: 50e6, last: 60e6 } }],
  ['connections grew', { clientSockets: { first: 14, last: 20 } }],
  ['1 files or sockets', { openFiles: { first: 30, last: 31 } }],
  ['still has 2 watches', { serverWatches: { first: 6, last: 8 } }],
  ['1 watches and 0 connections', { left: { watches: 1, sockets: 0 } }],
])('"%s" is a problem', ([problem, change]) => {
  expect(problemsOf({ ...fine, ...change })).toEqual([expect.stringContaining(problem)]);
});
