import { createFakeKube } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { createCourseRunner } from '../testing/model/run-course.ts';

const runCourse = createCourseRunner({ kube: createFakeKube(), passTime: (ms) => vi.advanceTimersByTimeAsync(ms) });

beforeEach(() => {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

/** Two writes come in a second, and the replicas have all of them but the last one. */
describe('the process of the master is killed', { timeout: 120_000 }, () => {
  test.for([0, 4, 20])('and its last %d writes had not reached the volume: what a replica had is not lost', async (unwritten) => {
    const { kind, lost } = await runCourse({
      isNew: false,
      replicas: 3,
      whenScaled: 'Retain',
      quirks: [],
      events: [{ atMs: 10_000, event: { kind: 'kill', pod: 'master', unwritten } }],
      crashes: [],
    });
    expect(kind).toBe('settled');
    expect(lost.length).toBeLessThanOrEqual(1);
  });
});
