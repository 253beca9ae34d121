import { createFakeKube } from '@dataservices/testing';
import fc from 'fast-check';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { type AnyCourse, anyPlannedCourse, anyTroubledCourse } from '../testing/model/any-course.ts';
import { knownPlannedCourses, knownTroubledCourses } from '../testing/model/known-courses.ts';
import { type CourseEnd, createCourseRunner } from '../testing/model/run-course.ts';

/** The same courses every time, so that a change is to blame where one fails; ten times as many by chance in the full tier. */
const isFull = process.env.DATASERVICES_E2E_TIER === 'full';
const options = (numRuns: number, examples: [AnyCourse][]) =>
  isFull ? { examples, numRuns: numRuns * 10 } : { examples, numRuns, seed: 4 };

/** Each needs a person, and the condition says what for. */
const legitimateStalls = ['ManualDecisionRequired'];

const rules = [
  'AdoptVolume',
  'AwaitMembers',
  'ConfigureBareSentinel',
  'CorrectDivergedSentinel',
  'FenceSecondMaster',
  'FinishSwitchOver',
  'FollowOnlyMaster',
  'ForgetGhostSentinels',
  'FoundCluster',
  'GrowVolumes',
  'HandOverBeforeRemoval',
  'HandOverBeforeStop',
  'ReconnectSentinel',
  'RecoverWithoutMaster',
  'ReplaceMember',
  'ReplaceStuckMember',
  'RepointStrayReplica',
  'RetainVolume',
  'RetireVolume',
  'RollOneMember',
  'SetLiveConfig',
  'SpeedUpFailover',
  'SwitchOver',
  'TakeDownRequest',
  'TuneSentinel',
];

const fired = new Set<string>();

const runCourse = createCourseRunner({
  kube: createFakeKube(),
  passTime: (ms) => vi.advanceTimersByTimeAsync(ms),
  onPass: (_, { plan: { step } }) => {
    if (step !== undefined) fired.add(step.rule);
  },
});

beforeEach(() => {
  // A hand-over sleeps and looks at the clock; its time is that of the model.
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
});

afterEach(() => {
  vi.useRealTimers();
});

function expectStalledForGoodReason({ kind, world }: CourseEnd): void {
  if (kind !== 'stalled') return;
  const stalled = world.status.conditions?.find(({ type }) => type === 'Stalled');
  expect(legitimateStalls).toContain(stalled?.reason);
}

/** Where no volume was lost and no second history made, whatever else happened. */
function mustKeepOldData({ quirks, events }: AnyCourse): boolean {
  return !quirks.some(({ kind }) => kind === 'volume' || kind === 'promoted') && !events.some(({ event }) => event.kind === 'lose-volume');
}

/** Generous: a machine that builds something beside this takes several times as long. */
describe('from wherever it begins, whatever befalls it, and wherever the operator dies', { timeout: isFull ? 3_600_000 : 600_000 }, () => {
  test('what is asked for comes about, is left alone afterwards, and costs no acknowledged write', async () => {
    await fc.assert(
      fc.asyncProperty(anyPlannedCourse, async (course) => {
        const { kind, lost } = await runCourse(course);
        expect({ kind, lost }).toEqual({ kind: 'settled', lost: [] });
      }),
      options(40, knownPlannedCourses),
    );
  });

  test('a cluster in any state comes to be as asked for, or says what a person has to decide', async () => {
    await fc.assert(
      fc.asyncProperty(anyTroubledCourse, async (course) => {
        const end = await runCourse(course);
        expectStalledForGoodReason(end);
        if (mustKeepOldData(course)) expect(end.lostOfOld).toEqual([]);
      }),
      options(60, knownTroubledCourses),
    );
  });

  test('every rule was at work: none of the above holds for want of cases', () => {
    expect(rules.filter((rule) => !fired.has(rule))).toEqual([]);
  });
});
