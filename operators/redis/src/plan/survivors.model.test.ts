import { createFakeKube } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { AnyCourse } from '../testing/model/any-course.ts';
import { createCourseRunner } from '../testing/model/run-course.ts';
import type { LostSentinels, WorldEvent } from '../testing/model/world-event.ts';

/** Two of three sentinels are away for two minutes, and ten seconds after they went this happens. */
const awayMs = 120_000;
const atMs = 10_000;

const acknowledgedAt: { ms: number; writes: number }[] = [];
let beganMs: number | undefined;

const runCourse = createCourseRunner({
  kube: createFakeKube(),
  passTime: (ms) => vi.advanceTimersByTimeAsync(ms),
  onPass: ({ service, writer }) => {
    beganMs ??= service.now;
    acknowledgedAt.push({ ms: service.now - beganMs, writes: writer.acknowledged.size });
  },
});

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

async function run(how: LostSentinels['how'], event: WorldEvent) {
  const lose: WorldEvent = { kind: 'lose-sentinels', how, ordinals: [1, 2], forMs: awayMs };
  const events = [
    { atMs: 0, event: lose },
    { atMs, event },
  ];
  const course: AnyCourse = { isNew: false, replicas: 3, whenScaled: 'Retain', quirks: [], events, crashes: [] };
  // A cluster is formed before the first course.
  await runCourse({ ...course, events: [] });
  beganMs = undefined;
  acknowledgedAt.length = 0;
  return runCourse(course);
}

/** How many writes were acknowledged in a time that is counted from the loss of the sentinels. */
function writesBetween(fromMs: number, toMs: number): number {
  const seen = acknowledgedAt.filter(({ ms }) => ms >= fromMs && ms <= toMs);
  return (seen.at(-1)?.writes ?? 0) - (seen[0]?.writes ?? 0);
}

describe.each(['deleted', 'without power'] as const)('two of three sentinels are %s for two minutes', { timeout: 120_000 }, (how) => {
  test.for<WorldEvent>([
    { kind: 'kill', pod: 'master' },
    { kind: 'lose-volume', pod: 'master' },
    { kind: 'delete-pod', pod: 'master' },
  ])('and the master meets $kind: writes go on long before they are back, and there is one master in the end', async (event) => {
    const { kind, lostOfOld } = await run(how, event);
    expect({ kind, lostOfOld }).toEqual({ kind: 'settled', lostOfOld: [] });
    expect(writesBetween(atMs + 20_000, awayMs - 1_000)).toBeGreaterThan(20);
  });

  test('and the master hangs: that is no certain word, and nothing is done before they are back', async () => {
    const { kind, lostOfOld } = await run(how, { kind: 'hang', pod: 'master', forMs: awayMs });
    expect({ kind, lostOfOld }).toEqual({ kind: 'settled', lostOfOld: [] });
    expect(writesBetween(atMs + 2_000, awayMs - 1_000)).toBe(0);
  });
});
