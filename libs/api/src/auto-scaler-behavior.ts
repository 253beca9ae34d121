import { z } from 'zod';
import { quantity } from './quantity.ts';
import { withRules } from './rule.ts';

const policy = z.object({
  type: z.enum(['Pods', 'Percent']).describe('Whether value counts replicas or percent of those that there are.'),
  value: z.int32().min(1).max(100_000).describe('Replicas or percent by which the size may change within the period, at least 1.'),
  periodSeconds: z.int32().min(1).max(1800).describe('Seconds of the period, 1 to 1800.'),
});

const policies = withRules(z.array(policy).max(16).meta({ 'x-kubernetes-list-type': 'atomic' }), [
  {
    cel: 'size(self) > 0',
    message: 'policies must have at least one entry: leave it out for the default, or set selectPolicy to Disabled',
    holds: (list) => list.length > 0,
  },
]);

function rules(window: string, allowed: string) {
  return z.object({
    stabilizationWindowSeconds: z.int32().min(0).max(3600).describe(window).exactOptional(),
    selectPolicy: z
      .enum(['Max', 'Min', 'Disabled'])
      .describe('Which policy counts: Max the one that allows the largest change, Min the smallest; Disabled allows none. Omitted: Max.')
      .exactOptional(),
    policies: policies.describe(allowed).exactOptional(),
    tolerance: quantity()
      .describe('How far the ratio of a metric and its target may be from 1 before it counts, such as 0.05. Omitted: 0.1.')
      .exactOptional(),
  });
}

/** As `behavior` of the HorizontalPodAutoscaler v2. Defaults are not filled in: none at all is not the same as an empty one. */
export const behavior = z.object({
  scaleUp: rules(
    'Seconds, 0 to 3600: the size grows only as far as everything that was recommended within them agrees. Omitted: 0.',
    'How fast the size may grow. Omitted: 4 replicas or 100 percent in 15 seconds.',
  )
    .describe('How the size grows.')
    .exactOptional(),
  scaleDown: rules(
    'Seconds, 0 to 3600: the size shrinks only as far as everything that was recommended within them agrees. Omitted: 300.',
    'How fast the size may shrink. Omitted: 100 percent in 15 seconds.',
  )
    .describe('How the size shrinks.')
    .exactOptional(),
});
