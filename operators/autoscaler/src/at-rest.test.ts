import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Answers, type Looked, scalerCourse } from '../test/scaler-course.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) }));
afterEach(() => void vi.useRealTimers());

const hourOfLooks = 240;

async function looks(
  course: ReturnType<typeof scalerCourse>,
  count: number,
  answersAt: (at: number) => Answers,
): Promise<readonly Looked[]> {
  const seen: Looked[] = [];
  for (let at = 0; at < count; at += 1) seen.push(await course.look(answersAt(at)));
  return seen;
}

test('at rest nothing is written, by who goes on nor by who takes over', async () => {
  const course = scalerCourse({});
  await looks(course, 30, () => ({ load: 3 }));
  const before = course.writes().length;
  await looks(course, hourOfLooks, () => ({ load: 3 }));
  course.restart();
  await looks(course, hourOfLooks, () => ({ load: 3 }));
  expect(course.writes().slice(before)).toEqual([]);
});

test('a metric that moves is written once a minute', async () => {
  const course = scalerCourse({});
  await looks(course, 30, () => ({ load: 3 }));
  const before = course.writes().length;
  await looks(course, hourOfLooks, (at) => ({ load: 3 - (at % 7) / 100 }));
  expect(course.writes().length - before).toBeLessThanOrEqual(60);
  expect(course.writes().length - before).toBeGreaterThanOrEqual(45);
});

test.for<readonly [string, number | undefined]>([
  ['of rest', 5],
  ['without an answer', undefined],
])('who takes over after hours %s shrinks when the one before would have', async ([, load]) => {
  const behavior = { scaleDown: { stabilizationWindowSeconds: 300 } };
  const run = async (isRestarted: boolean) => {
    const course = scalerCourse({ behavior });
    await looks(course, 30, () => ({ load: 5 }));
    await looks(course, 2 * hourOfLooks, () => ({ load }));
    if (isRestarted) course.restart();
    const sizes = (await looks(course, 40, () => ({ load: 3 }))).map(({ replicas }) => replicas);
    return sizes.indexOf(3);
  };
  const undisturbed = await run(false);
  expect(undisturbed).toBeGreaterThanOrEqual(19);
  // Who takes over counts from its own first look.
  expect((await run(true)) - undisturbed).toBeOneOf([0, 1]);
});
