import { describe, expect, test } from 'vitest';
import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { noDeviations } from '../hpa/deviations.ts';
import { inputOf, loadOf, startSeconds, targetOf } from '../testing/sample-input.ts';
import { afterScaling, type DecideInput, decide } from './decide.ts';
import { firstState } from './scaler-state.ts';

const behavior = (scaleDown: object) => behaviorWithDefaults({ scaleDown }, 300);
const gate = { reason: 'TargetNotSettled', message: 'a member is restarting' };
const veto = { reason: 'Veto/lag', message: 'the veto lag answers 4, not 0' };
const edited = { ...firstState, seenReplicas: 5, manualEdit: { replicas: 5, atSeconds: startSeconds - 60 } };

describe('the size changes', () => {
  test.for<readonly [string, Partial<DecideInput>, number, string]>([
    ['with the load', { metrics: [loadOf(80)] }, 8, 'load asks for 8: 5 → 8.'],
    ['down too', { metrics: [loadOf(30)] }, 3, 'load asks for 3: 5 → 3.'],
    ['with the highest of several metrics', { metrics: [loadOf(60), loadOf(70, 'more')] }, 7, 'more asks for 7: 5 → 7.'],
    ['up with what is known', { metrics: [loadOf(undefined), loadOf(70, 'more')] }, 7, 'more asks for 7: 5 → 7.'],
    [
      'into the bounds, whatever the metrics are',
      { target: targetOf(12), metrics: [loadOf(undefined)] },
      9,
      '12 is more than maxReplicas, 9: 12 → 9.',
    ],
    ['to an allowed size', { metrics: [loadOf(60)], allowedSizes: [3, 5, 7] }, 7, 'load asks for 6: 5 → 7.'],
    ['up though it may not go down', { metrics: [loadOf(60)], mode: 'ScaleUpOnly', vetoes: [veto] }, 6, 'load asks for 6: 5 → 6.'],
    ['without a metric into the bounds only', { metrics: [], target: targetOf(2) }, 3, '2 is fewer than minReplicas, 3: 2 → 3.'],
  ])('%s', ([, changed, size, sentence]) => {
    expect(decide(inputOf(changed))).toMatchObject({ scaleTo: size, desiredReplicas: size, holds: [], sentence });
  });
});

describe('the size stays', () => {
  test.for<readonly [string, Partial<DecideInput>, readonly string[], string]>([
    ['where the load is right', {}, [], 'load asks for 5: stays at 5.'],
    ['at 0, which somebody has chosen', { target: targetOf(0) }, [], 'Somebody has stopped'],
    ['where a metric is unknown', { metrics: [loadOf(undefined)] }, [], 'unknown is not 0'],
    [
      'where one of several is unknown and the rest asks for less',
      { metrics: [loadOf(30), loadOf(undefined, 'blind')] },
      [],
      'blind is unknown',
    ],
    ['without a metric, within the bounds', { metrics: [] }, [], 'No metric'],
    [
      'while a gate is closed, though more is needed',
      { metrics: [loadOf(80)], gates: [gate] },
      ['TargetNotSettled'],
      'would go 5 → 8, but a member is restarting.',
    ],
    ['while a gate is closed, though less would do', { metrics: [loadOf(30)], gates: [gate] }, ['TargetNotSettled'], 'would go 5 → 3'],
    ['where a veto forbids less', { metrics: [loadOf(30)], vetoes: [veto] }, ['Veto/lag'], 'the veto lag answers 4'],
    ['where a veto forbids less, even above the bounds', { target: targetOf(12), vetoes: [veto] }, ['Veto/lag'], 'would go 12 → 9'],
    ['where it may only grow', { metrics: [loadOf(30)], mode: 'ScaleUpOnly' }, ['ScaleUpOnly'], 'ScaleUpOnly'],
    ['in a dry run', { metrics: [loadOf(80)], mode: 'DryRun' }, ['DryRun'], 'would go 5 → 8, but spec.mode is DryRun.'],
    ['where somebody has set it', { metrics: [loadOf(80)], state: edited }, ['ManualEdit'], 'left alone for 840 s more'],
    ['between two allowed sizes', { metrics: [loadOf(40)], allowedSizes: [3, 5, 7] }, [], 'stays at 5, the nearest of the allowed sizes.'],
    ['while it is paused', { metrics: [loadOf(80)], mode: 'Paused' }, [], 'Paused'],
    ['where there is no target', { target: undefined }, [], 'no such target'],
  ])('%s', ([, changed, held, sentence]) => {
    const decision = decide(inputOf(changed));
    expect(decision.scaleTo).toBeUndefined();
    expect(decision.holds.map(({ reason }) => reason)).toEqual(held);
    expect(decision.sentence).toContain(sentence);
  });
});

describe('a hold by a person', () => {
  test('begins with a size that is not the last one, and ends by itself', () => {
    const state = { ...firstState, seenReplicas: 5 };
    const first = decide(inputOf({ target: targetOf(7), state }));
    expect(first.holds.map(({ reason }) => reason)).toEqual(['ManualEdit']);
    const later = decide(inputOf({ target: targetOf(7), state: first.state, nowSeconds: startSeconds + 900 }));
    expect(later.scaleTo).toBe(5);
  });

  test('does not begin with a size that this AutoScaler has set itself, which counts for its policies', () => {
    const rules = behavior({ stabilizationWindowSeconds: 0, policies: [{ type: 'Pods', value: 1, periodSeconds: 600 }] });
    const state = { ...firstState, seenReplicas: 6 };
    const decision = decide(inputOf({ target: targetOf(5, { isOwnSize: true }), state, behavior: rules, metrics: [loadOf(30)] }));
    expect(decision.state.manualEdit).toBeUndefined();
    expect(decision.state.history.scaleDownEvents).toEqual([{ change: 1, atSeconds: startSeconds }]);
    expect(decision.scaleTo).toBeUndefined();
  });
});

describe('unknown', () => {
  const window = behavior({ stabilizationWindowSeconds: 300 });
  const outage = {
    ...firstState,
    history: { ...firstState.history, recommendations: [] },
    lastUnknown: startSeconds - 299,
    lastLook: startSeconds - 15,
  };

  test('keeps the size up for a whole window after it, though the history is empty by then', () => {
    const held = decide(inputOf({ metrics: [loadOf(30)], behavior: window, state: outage }));
    expect(held.holds.map(({ reason }) => reason)).toEqual(['RecentOutage']);
    const free = decide(inputOf({ metrics: [loadOf(30)], behavior: window, state: { ...outage, lastUnknown: startSeconds - 300 } }));
    expect(free.scaleTo).toBe(3);
  });

  test('is a time in which nobody looked, too', () => {
    const away = { ...outage, lastUnknown: 0, lastLook: startSeconds - 121 };
    expect(decide(inputOf({ metrics: [loadOf(30)], behavior: window, state: away })).holds[0]?.reason).toBe('RecentOutage');
    expect(decide(inputOf({ metrics: [loadOf(30)], behavior: window, state: { ...away, lastLook: startSeconds - 120 } })).scaleTo).toBe(3);
  });

  test('for long raises the size to the fallback, and never lowers it', () => {
    const blind = { metrics: [loadOf(undefined)], state: { ...firstState, unknownSince: startSeconds - 300 } };
    expect(decide(inputOf({ ...blind, fallback: { replicas: 7, afterSeconds: 300 } })).scaleTo).toBe(7);
    expect(decide(inputOf({ ...blind, fallback: { replicas: 7, afterSeconds: 301 } })).scaleTo).toBeUndefined();
    expect(decide(inputOf({ ...blind, fallback: { replicas: 4, afterSeconds: 300 } })).scaleTo).toBeUndefined();
  });
});

describe('what is more careful than the original', () => {
  const value = (usage: number) => ({ ...loadOf(usage), target: { type: 'Value', amount: 10_000 } }) as const;
  const recent = { ...firstState, history: { ...firstState.history, recommendations: [{ replicas: 8, atSeconds: startSeconds - 60 }] } };

  test.for<readonly [string, Partial<DecideInput>, number, number | undefined]>([
    [
      'overload never lowers the size, though few are ready',
      { metrics: [value(12)], target: targetOf(5, { pods: { total: 5, ready: 3 } }) },
      4,
      undefined,
    ],
    [
      'within tolerance the size that is asked for stays, though it is not there yet',
      { target: targetOf(7, { statusReplicas: 5 }) },
      5,
      undefined,
    ],
    ['what was recommended never raises the size', { behavior: undefined, state: recent }, 8, undefined],
  ])('%s', ([, changed, original, own]) => {
    expect(decide(inputOf({ ...changed, deviations: noDeviations })).scaleTo).toBe(original);
    expect(decide(inputOf(changed)).scaleTo).toBe(own);
  });
});

test('a change is remembered for the policies, the next look and people, once it is done', () => {
  const input = inputOf({ metrics: [loadOf(60)] });
  const done = afterScaling(decide(input), input);
  expect(done.state).toMatchObject({ seenReplicas: 6, lastChange: { from: 5, to: 6, reason: 'load asks for 6: 5 → 6.' } });
  expect(done.state.history.scaleUpEvents).toEqual([{ change: 1, atSeconds: startSeconds }]);
  expect(done.conditions.AbleToScale).toEqual({ status: 'True', reason: 'SucceededRescale' });
});
