import fc from 'fast-check';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { type Answers, type Looked, scalerCourse } from '../test/scaler-course.ts';

beforeEach(() => void vi.useFakeTimers({ toFake: ['Date', 'performance'], now: Date.UTC(2026, 0, 1) }));
afterEach(() => void vi.useRealTimers());

type Step = Answers & { readonly afterMs?: number; readonly edit?: number; readonly isRestarted?: boolean; readonly setMs?: number };

const window = { stabilizationWindowSeconds: 120 };
const slow = { policies: [{ type: 'Pods', value: 1, periodSeconds: 120 }] as const };
const storage = { usedRatioQuery: 'used', maxSize: '100Gi', cooldownSeconds: 300 };

/** What becomes of these steps. With `setMs` the wall clock is set, just before the look. */
async function course(steps: readonly Step[]): Promise<readonly Looked[]> {
  const { look, edit, restart } = scalerCourse({ behavior: { scaleUp: slow, scaleDown: window }, fallback: { replicas: 6 }, storage });
  const looks: Looked[] = [];
  for (const { setMs = 0, edit: replicas, isRestarted, afterMs, ...answers } of steps) {
    vi.setSystemTime(Date.now() + setMs);
    if (isRestarted) restart();
    if (replicas !== undefined) await edit(replicas);
    looks.push(await look(answers, afterMs));
  }
  return looks;
}

const times = <T>(count: number, one: T): readonly T[] => Array.from({ length: count }, () => one);

/** Each has something that lasts from its first looks on, and an end of it. */
const cases: readonly (readonly [string, readonly Step[]])[] = [
  ['a stabilization window', [...times(3, { load: 4 }), ...times(12, { load: 3 })]],
  ['the period of a policy', times(20, { load: 5 })],
  ['the hold after an edit', [{ load: 3 }, { load: 3, edit: 5 }, ...times(24, { load: 3 })]],
  ['the window after an outage', [...times(2, { load: 4 }), ...times(10, {}), ...times(12, { load: 3 })]],
  ['the wait for a fallback', [{ load: 3 }, ...times(24, {})]],
  ['the cooldown of volumes', times(25, { load: 3, used: 0.9 })],
];

const ways = [
  ['set back an hour', -3_600_000],
  ['set forward 90 s', 90_000],
  ['set forward an hour', 3_600_000],
] as const;

test.for(cases.flatMap(([during, steps]) => ways.map(([how, setMs]) => [how, during, setMs, steps] as const)))(
  'a wall clock %s during %s changes no decision',
  async ([, , setMs, steps]) => {
    const undisturbed = await course(steps);
    expect(new Set(undisturbed.map((looked) => JSON.stringify(looked))).size).toBeGreaterThan(1);
    for (const at of [1, 4, 8, 12]) {
      const disturbed = await course(steps.map((step, place) => (place === at ? { ...step, setMs } : step)));
      expect(disturbed, `set before look ${at}`).toEqual(undisturbed);
    }
  },
);

const step = fc.record(
  {
    load: fc.option(fc.integer({ min: 1, max: 10 }), { nil: undefined, freq: 5 }),
    used: fc.constantFrom(0.5, 0.9),
    afterMs: fc.constantFrom(15_000, 15_000, 15_000, 60_000, 200_000),
    edit: fc.integer({ min: 3, max: 9 }),
    isRestarted: fc.constant(true),
  },
  { requiredKeys: ['load', 'used', 'afterMs'] },
);
const clockSet = fc.record({ at: fc.nat(29), setMs: fc.integer({ min: -7_200_000, max: 7_200_000 }) });

test('whatever happens and however often it is set while an operator runs, who takes over goes on as if it had not been', async () => {
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 30 }), fc.array(clockSet, { maxLength: 3 }), async (steps, sets) => {
      // Nobody can know of a clock that is set while no operator runs.
      const disturbed = steps.map((one, at) => {
        const setMs = sets.filter((set) => set.at === at).reduce((sum, set) => sum + Math.round(set.setMs / 1000) * 1000, 0);
        return one.isRestarted ? one : { ...one, setMs };
      });
      expect(await course(disturbed)).toEqual(await course(steps));
    }),
    { numRuns: 30 },
  );
});

test('an operator that starts on a clock that was set back waits for a whole window, and no hour', async () => {
  const back = { load: 3, isRestarted: true, setMs: -3_600_000 };
  const looks = await course([...times(3, { load: 4 }), back, ...times(9, { load: 3 })]);
  const shrunk = looks.findIndex(({ replicas }, at) => at > 3 && replicas === 3);
  expect(shrunk - 3).toBe(8);
});
