import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { inputOf, loadOf, startSeconds, targetOf } from '../testing/sample-input.ts';
import { afterScaling, type DecideInput, decide } from './decide.ts';
import { firstState } from './scaler-state.ts';

const looksOfHalfAnHour = 120;

/** The sizes that follow each other while the load is, look after look, what this says in words of replicas. */
function sizes(loadAt: (look: number) => number, start: number, rules: Partial<DecideInput>): readonly number[] {
  let state = firstState;
  let replicas = start;
  const seen = [start];
  for (let look = 0; look < looksOfHalfAnHour; look += 1) {
    const input = inputOf({
      minReplicas: 1,
      maxReplicas: 100,
      target: targetOf(replicas, { isOwnSize: true }),
      metrics: [loadOf(loadAt(look) * 10)],
      // As a status in between has it.
      state: JSON.parse(JSON.stringify(state)),
      nowSeconds: startSeconds + look * 15,
      ...rules,
    });
    const decision = afterScaling(decide(input), input);
    state = decision.state;
    replicas = decision.scaleTo ?? replicas;
    if (replicas !== seen.at(-1)) seen.push(replicas);
  }
  return seen;
}

const tolerance = 0.1;
const start = fc.integer({ min: 2, max: 50 });
const edge = fc.constantFrom(1 - tolerance, 1 + tolerance);
const noise = fc.array(fc.double({ min: -1, max: 1, noNaN: true }), { minLength: looksOfHalfAnHour, maxLength: looksOfHalfAnHour });
const windows = fc.constantFrom(
  { behavior: undefined },
  { behavior: behaviorWithDefaults({}, 300) },
  { behavior: behaviorWithDefaults({ scaleDown: { stabilizationWindowSeconds: 0 } }, 300) },
);

test('a load that trembles by a hundredth about an edge of the tolerance changes the size once at most, even without a window', () => {
  fc.assert(
    fc.property(start, edge, noise, windows, (replicas, ratio, trembles, rules) => {
      const seen = sizes((look) => replicas * ratio * (1 + (trembles[look] ?? 0) / 100), replicas, rules);
      expect(seen.length - 1).toBeLessThanOrEqual(1);
    }),
  );
});

test('a load that swings by a fifth about an edge changes the size twice in half an hour at most, and never back up', () => {
  const windowed = [{ behavior: undefined }, { behavior: behaviorWithDefaults({}, 300) }];
  fc.assert(
    fc.property(start, edge, fc.integer({ min: 1, max: 9 }), fc.constantFrom(...windowed), (replicas, ratio, halfPeriod, rules) => {
      const swings = (look: number) => replicas * ratio * (Math.floor(look / halfPeriod) % 2 === 0 ? 1.2 : 0.8);
      const seen = sizes(swings, replicas, rules);
      expect(seen.length - 1).toBeLessThanOrEqual(2);
      expect(seen).toEqual([...seen].sort((a, b) => a - b));
    }),
  );
});

test('without a window the same swing is followed, up and down', () => {
  const rules = { behavior: behaviorWithDefaults({ scaleDown: { stabilizationWindowSeconds: 0 } }, 300) };
  expect(sizes((look) => 20 * (look % 2 === 0 ? 1.2 : 0.8), 20, rules).length).toBeGreaterThan(looksOfHalfAnHour / 2);
});
