import fc from 'fast-check';
import { expect, test } from 'vitest';
import { behaviorWithDefaults } from '../hpa/behavior-with-defaults.ts';
import { stabilizeBothWays, stabilizeDownscale } from '../hpa/stabilize.ts';
import type { Recommendation } from '../hpa/types.ts';
import { keepRecommendations } from './keep-recommendations.ts';

const windows = fc.record({ up: fc.constantFrom(0, 45, 600), down: fc.constantFrom(0, 60, 300, 3600) });
const looks = fc.array(
  fc.record({
    seconds: fc.integer({ min: 1, max: 120 }),
    proposed: fc.integer({ min: 0, max: 12 }),
    current: fc.integer({ min: 1, max: 12 }),
  }),
  {
    minLength: 1,
    maxLength: 100,
  },
);

test('with a behavior, what is left out changes nothing that comes later', () => {
  fc.assert(
    fc.property(looks, windows, (all, { up, down }) => {
      const behavior = behaviorWithDefaults(
        { scaleUp: { stabilizationWindowSeconds: up }, scaleDown: { stabilizationWindowSeconds: down } },
        300,
      );
      let [whole, kept, nowSeconds]: [readonly Recommendation[], readonly Recommendation[], number] = [[], [], 0];
      for (const { seconds, ...asked } of all) {
        nowSeconds += seconds;
        const expected = stabilizeBothWays({ ...asked, recommendations: whole, nowSeconds }, behavior);
        const found = stabilizeBothWays({ ...asked, recommendations: kept, nowSeconds }, behavior);
        expect(found.replicas).toBe(expected.replicas);
        whole = expected.recommendations;
        kept = keepRecommendations({ recommendations: found.recommendations, behavior, downscaleStabilizationSeconds: 300, nowSeconds });
      }
    }),
  );
});

test('nor without one', () => {
  fc.assert(
    fc.property(looks, (all) => {
      let [whole, kept, nowSeconds]: [readonly Recommendation[], readonly Recommendation[], number] = [[], [], 0];
      for (const { seconds, ...asked } of all) {
        nowSeconds += seconds;
        const expected = stabilizeDownscale({ ...asked, recommendations: whole, nowSeconds }, 300);
        const found = stabilizeDownscale({ ...asked, recommendations: kept, nowSeconds }, 300);
        expect(found.replicas).toBe(expected.replicas);
        whole = expected.recommendations;
        kept = keepRecommendations({
          recommendations: found.recommendations,
          behavior: undefined,
          downscaleStabilizationSeconds: 300,
          nowSeconds,
        });
      }
    }),
  );
});

test('a status stays small, and what has to be left out holds the size for longer', () => {
  const behavior = behaviorWithDefaults({ scaleDown: { stabilizationWindowSeconds: 3600 } }, 300);
  // Falling all the time, every recommendation counts at some time.
  const recommendations = Array.from({ length: 3600 }, (_, at) => ({ replicas: 10_000 - at, atSeconds: at }));
  const kept = keepRecommendations({ recommendations, behavior, downscaleStabilizationSeconds: 300, nowSeconds: 3600 });
  expect(kept.length).toBeLessThanOrEqual(120);
  for (const { replicas, atSeconds } of recommendations) {
    const covering = kept.find((one) => one.atSeconds >= atSeconds && one.replicas >= replicas);
    expect(covering).toBeDefined();
  }
});
