import type { AutoScalerStatus } from '@dataservices/api';
import { firstState, type ScalerState } from '@dataservices/autoscaling';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recordOf, stateOf } from './state.ts';

const latest = 1_900_000_000;
const seconds = fc.integer({ min: 1_700_000_000, max: latest });
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
    lastGrowth: fc.record({ size: fc.constantFrom('13Gi', '1Ti'), atSeconds: seconds }),
    desiredReplicas: replicas,
  },
  { requiredKeys: ['history'] },
);

function statusOf(one: ScalerState, aheadSeconds: number): AutoScalerStatus {
  const { storage, ...record } = recordOf(one, aheadSeconds);
  return { observedGeneration: 1, ...record, ...(storage && { storage: { ...storage, message: '' } }) };
}

test('a status holds all that the next decision depends on', () => {
  fc.assert(
    fc.property(state, fc.integer({ min: -7200, max: 7200 }), (one, aheadSeconds) => {
      expect(stateOf(statusOf(one, aheadSeconds), { nowSeconds: latest, aheadSeconds })).toEqual(one);
    }),
  );
});

test('what was stored by a wall clock that was ahead counts as of now, in its order', () => {
  const nowSeconds = 1_800_000_000;
  const recommendations = [-30, 1800, 3600].map((after, at) => ({ replicas: 5 - at, atSeconds: nowSeconds + after }));
  const edit = { replicas: 7, atSeconds: nowSeconds + 3600 };
  const status = statusOf({ history: { ...firstState.history, recommendations }, manualEdit: edit }, 0);
  const state = stateOf(status, { nowSeconds, aheadSeconds: 0 });
  expect(state.history.recommendations).toEqual([
    { replicas: 5, atSeconds: nowSeconds - 30 },
    { replicas: 4, atSeconds: nowSeconds },
    { replicas: 3, atSeconds: nowSeconds },
  ]);
  expect(state.manualEdit).toEqual({ replicas: 7, atSeconds: nowSeconds });
});

test('a status without any is that of a new object', () => {
  expect(stateOf({ observedGeneration: -1 }, { nowSeconds: latest, aheadSeconds: 0 })).toEqual(firstState);
});
