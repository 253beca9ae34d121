import { expect, test } from 'vitest';
import { isMet } from '../../goals.ts';
import { spreadOfRuns } from '../spread-of-runs.ts';
import { runtimeGoals } from './runtime-goals.ts';
import type { RuntimeResult } from './runtime-result.ts';
import { sampleResult } from './testing/sample-result.ts';

function missed(result: RuntimeResult): readonly string[] {
  return runtimeGoals(result)
    .filter((goal) => !isMet(goal))
    .map(({ what }) => what);
}

test('all are met in the sample', () => {
  expect(missed(sampleResult)).toEqual([]);
});

const { latency, scales, takeOvers } = sampleResult;
const [one, middle, last] = scales;
const rest = (change: object) => scales.map((figure, at) => (at === 1 ? { ...figure, rest: { ...figure.rest, ...change } } : figure));

test.for([
  ['one write of the operator', { scales: rest({ writes: 1 }) }, 'writes at rest'],
  ['one write that only the server has counted', { scales: rest({ serverWrites: 1 }) }, 'writes at rest'],
  [
    'one slow start',
    { scales: [one, middle, { ...last, againMs: spreadOfRuns([1_000, 1_000, 16_000]) }] },
    '1000 objects by a new process',
  ],
  ['p50', { latency: { ...latency, p50Ms: 51 } }, '200 objects, a change to its effect, p50'],
  ['p99', { latency: { ...latency, p99Ms: 251 } }, '200 objects, a change to its effect, p99'],
  ['memory', { scales: rest({ rssBytes: spreadOfRuns([151e6]) }) }, 'RSS of 200 objects'],
  [
    'the worst take-over',
    { takeOvers: [{ ...takeOvers[0], leaseMs: spreadOfRuns([1, 1, 3_001]) }, takeOvers[1]] },
    'take-over after a clean release',
  ],
] as const)('%s misses a goal', ([_, change, what]) => {
  expect(missed({ ...sampleResult, ...change } as RuntimeResult)).toEqual([what]);
});

test('what was not measured has no goal, and so does not pass for met', () => {
  const { machine } = sampleResult;
  expect(runtimeGoals({ machine, queue: [], cache: [], clients: [], scales: [], takeOvers: [] })).toEqual([]);
});
