import { firstState, type ScalerState } from '@dataservices/autoscaling';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordOf, stateOf } from './state.ts';

const seconds = fc.integer({ min: 1_700_000_000, max: 1_900_000_000 });
const replicas = fc.integer({ min: 0, max: 100 });
const steps = fc.array(fc.record({ change: replicas, atSeconds: seconds }), { maxLength: 5 });
const state: fc.Arbitrary<ScalerState> = fc.record(
  {
    history: fc.record({
      recommendations: fc.array(fc.record({ replicas, atSeconds: seconds }), { maxLength: 10 }),
      scaleUpEvents: steps,
      scaleDownEvents: steps,
    }),
    seenReplicas: replicas,
    manualEdit: fc.record({ replicas, atSeconds: seconds }),
    unknownSince: seconds,
    lastUnknown: seconds,
    lastChange: fc.record({ from: replicas, to: replicas, atSeconds: seconds, reason: fc.string({ maxLength: 50 }) }),
    desiredReplicas: replicas,
  },
  { requiredKeys: ['history'] },
);

test('a status holds all that the next decision depends on', () => {
  fc.assert(
    fc.property(state, (one) => {
      expect(stateOf({ observedGeneration: 1, ...recordOf(one) })).toEqual(one);
    }),
  );
});

test('a status without any is that of a new object', () => {
  expect(stateOf({ observedGeneration: -1 })).toEqual(firstState);
});
