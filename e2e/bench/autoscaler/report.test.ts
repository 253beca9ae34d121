import { expect, test } from 'vitest';
import { isMet } from '../goals.ts';
import { machineFacts } from '../machine-facts.ts';
import { spreadOfRuns } from '../runtime/spread-of-runs.ts';
import { autoscalerGoals } from './autoscaler-goals.ts';
import type { AutoscalerResult } from './autoscaler-result.ts';
import type { LookFigure } from './measure-many.ts';
import { autoscalerReport } from './report.ts';

const cost = { seconds: 120, rssBytes: spreadOfRuns([120e6]), cpuPercent: 12.34, writes: 2_000, leaseRenewals: 60, serverWrites: 2_000 };
const looks: LookFigure = { cost, looks: 8_000, lateP50Seconds: 0.01, lateP99Seconds: 0.1, queriesPerSecond: 66.7, failedQueries: 0 };
const result: AutoscalerResult = {
  machine: machineFacts(),
  decide: [{ metrics: 8, decisions: 1000, p50Us: 12.34, p99Us: 49 }],
  many: { scalers: 1_000, periodSeconds: 15, rest: looks, moving: looks },
  step: [
    { by: 'hpa', periodSeconds: 1, scrapeSeconds: 1, repetitions: 60, p50Ms: 1_000, p99Ms: 4_000, maxMs: 4_000 },
    { by: 'operator', periodSeconds: 1, scrapeSeconds: 1, repetitions: 60, p50Ms: 1_000, p99Ms: 2_000, maxMs: 2_100 },
    { by: 'operator', periodSeconds: 15, scrapeSeconds: 1, repetitions: 20, p50Ms: 8_000, p99Ms: 16_000, maxMs: 16_000 },
    { by: 'keda', periodSeconds: 15, scrapeSeconds: 1, repetitions: 20, p50Ms: 9_000, p99Ms: 17_000, maxMs: 18_000 },
    { by: 'kedaCached', periodSeconds: 15, scrapeSeconds: 1, repetitions: 20, p50Ms: 15_000, p99Ms: 30_000, maxMs: 31_000 },
  ],
};
const lines = autoscalerReport(result).split('\n');
const find = (start: RegExp) => lines.find((line) => start.test(line));

test('each part has its figures', () => {
  expect(find(/^ *8 +1000/)).toMatch(/12\.3 µs +49\.0 µs$/);
  expect(find(/^move/)).toMatch(/120 s +8000 +< 0\.01 s +< 0\.10 s +120\.0 MB +12\.3 % +66\.7 +0 +1000 +1\.00$/);
  expect(find(/^AutoScaler +15 s/)).toMatch(/1 s +20 +8\.00 s +16\.00 s +16\.00 s$/);
  expect(find(/^HorizontalPodAutoscaler/)).toMatch(/1 s +1 s +60 +1\.00 s +4\.00 s +4\.00 s$/);
  expect(find(/^KEDA +15 s/)).toMatch(/1 s +20 +9\.00 s +17\.00 s +18\.00 s$/);
  expect(find(/^KEDA, cached metrics +15 s/)).toMatch(/1 s +20 +15\.00 s +30\.00 s +31\.00 s$/);
});

test('what is later than the histogram can tell is no number', () => {
  const late = { ...looks, lateP99Seconds: Number.POSITIVE_INFINITY };
  const text = autoscalerReport({ ...result, many: { scalers: 1_000, periodSeconds: 15, rest: late, moving: looks } });
  expect(text).toMatch(/^rest .* < 0\.01 s +beyond /m);
});

test('a part that was left out has no table and no goal', () => {
  const none = autoscalerReport({ machine: result.machine, decide: [], step: [] });
  expect(none).not.toContain('\n');
});

const missed = (changed: Partial<AutoscalerResult>) =>
  autoscalerGoals({ ...result, ...changed })
    .filter((goal) => !isMet(goal))
    .map(({ what }) => what);
const moving = (changed: Partial<LookFigure>) => ({
  many: { scalers: 1_000, periodSeconds: 15, rest: looks, moving: { ...looks, ...changed } },
});

test('all goals are met in the sample', () => {
  expect(missed({})).toEqual([]);
});

test.for([
  ['a slow decision', { decide: [{ metrics: 8, decisions: 1, p50Us: 1, p99Us: 51 }] }, 'a decision, p99'],
  ['late looks', moving({ lateP99Seconds: 2.5 }), '1000 AutoScalers, looks late, p99'],
  ['memory', moving({ cost: { ...cost, rssBytes: spreadOfRuns([151e6]) } }), '1000 AutoScalers, RSS'],
  ['writes', moving({ cost: { ...cost, writes: 2_001 } }), '1000 AutoScalers, writes of each in a minute'],
  [
    'a slow step',
    { step: [{ by: 'operator', periodSeconds: 1, scrapeSeconds: 1, repetitions: 1, p50Ms: 1, p99Ms: 3_001, maxMs: 1 }] },
    'a step, p99, with a look every second',
  ],
] as const)('%s misses a goal', ([_, changed, what]) => {
  expect(missed(changed)).toEqual([what]);
});
