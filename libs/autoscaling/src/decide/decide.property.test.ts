import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { inputOf, loadOf, startSeconds, targetOf } from '../testing/sample-input.ts';
import { afterScaling, type DecideInput, decide } from './decide.ts';
import { firstState, type ScalerState } from './scaler-state.ts';

const usage = fc.option(fc.integer({ min: 0, max: 150 }), { nil: undefined, freq: 5 });
const look = fc.record({
  seconds: fc.constantFrom(15, 15, 15, 15, 60, 130, 400),
  usages: fc.tuple(usage, usage),
  isGated: fc.constantFrom(false, false, false, true),
  ready: fc.integer({ min: 0, max: 12 }),
});
const policies = fc.option(
  fc.array(
    fc.record({
      type: fc.constantFrom('Pods', 'Percent'),
      value: fc.integer({ min: 1, max: 200 }),
      periodSeconds: fc.integer({ min: 15, max: 600 }),
    }),
    {
      minLength: 1,
      maxLength: 3,
    },
  ),
  { nil: undefined },
);
const rules = fc.record({
  stabilizationWindowSeconds: fc.option(fc.constantFrom(0, 30, 300, 900), { nil: undefined }),
  selectPolicy: fc.constantFrom('Max', 'Min', undefined),
  policies,
});
const behavior = fc.option(fc.record({ scaleUp: rules, scaleDown: rules }), { nil: undefined });
const course = fc.record({
  behavior,
  sizes: fc.option(fc.constantFrom([3, 5, 7, 9], [4, 8], [3]), { nil: undefined }),
  start: fc.integer({ min: 1, max: 12 }),
  looks: fc.array(look, { minLength: 1, maxLength: 40 }),
});

type Course = typeof course extends fc.Arbitrary<infer C> ? C : never;

type Taken = { readonly input: DecideInput; readonly scaleTo: number | undefined };

/** Look after look. `between` stands for what becomes of the memory between two looks. */
function run({ behavior: given, sizes, start, looks }: Course, between: (state: ScalerState) => ScalerState): readonly Taken[] {
  let state: ScalerState = firstState;
  let replicas = start;
  let nowSeconds = startSeconds;
  return looks.map(({ seconds, usages, isGated, ready }) => {
    nowSeconds += seconds;
    const input = inputOf({
      behavior: given && behaviorWithDefaults(given as Parameters<typeof behaviorWithDefaults>[0], 300),
      allowedSizes: sizes,
      target: targetOf(replicas, { pods: { total: replicas, ready: Math.min(ready, replicas) } }),
      metrics: [loadOf(usages[0]), loadOf(usages[1], 'other')],
      gates: isGated ? [{ reason: 'Gate', message: 'closed' }] : [],
      state: between(state),
      nowSeconds,
    });
    const decision = afterScaling(decide(input), input);
    state = decision.state;
    replicas = decision.scaleTo ?? replicas;
    return { input, scaleTo: decision.scaleTo };
  });
}

const same = (state: ScalerState) => state;

test('never outside of the bounds, never while a gate is closed, and never down for what is unknown', () => {
  fc.assert(
    fc.property(course, (one) => {
      for (const { input, scaleTo } of run(one, same)) {
        if (scaleTo === undefined) continue;
        expect(scaleTo).toBeGreaterThanOrEqual(3);
        expect(scaleTo).toBeLessThanOrEqual(9);
        expect(input.gates).toEqual([]);
        const current = input.target?.specReplicas ?? 0;
        const isUnknown = input.metrics.some(({ reading }) => 'error' in reading);
        if (scaleTo < current && current <= 9) expect(isUnknown).toBe(false);
      }
    }),
  );
});

test('sizes are allowed ones', () => {
  fc.assert(
    fc.property(course, (one) => {
      for (const { scaleTo } of run(one, same)) if (scaleTo !== undefined && one.sizes !== undefined) expect(one.sizes).toContain(scaleTo);
    }),
  );
});

test('a status in between changes no decision', () => {
  fc.assert(
    fc.property(course, (one) => {
      const through = (state: ScalerState): ScalerState => JSON.parse(JSON.stringify(state));
      expect(run(one, through).map(({ scaleTo }) => scaleTo)).toEqual(run(one, same).map(({ scaleTo }) => scaleTo));
    }),
  );
});
