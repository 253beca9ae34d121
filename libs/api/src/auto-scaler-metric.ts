import { parseQuantity } from '@dataservices/plan';
import { z } from 'zod';
import { keyedList } from './keyed-list.ts';
import { label } from './names.ts';
import { quantity } from './quantity.ts';
import { withRules } from './rule.ts';

/** PromQL of a length that no server minds. */
export function promQuery() {
  return z.string().min(1).max(4096);
}

const substituted = '$namespace and $name in it stand for the namespace and the name of what is scaled.';

const amount = withRules(quantity(), [
  {
    cel: "quantity(string(self)).isGreaterThan(quantity('0'))",
    message: 'a target must be above 0',
    holds: (value) => (parseQuantity(value) ?? 1) > 0,
  },
]);

const target = withRules(
  z.object({
    type: z
      .enum(['Value', 'AverageValue'])
      .describe('AverageValue: the sum of all series is divided by the replicas. Value: the one series is compared as it is.'),
    value: amount.describe('What the metric should be, above 0, for the type Value.').exactOptional(),
    averageValue: amount.describe('What each replica should have of it, above 0, for the type AverageValue.').exactOptional(),
  }),
  [
    {
      cel: "self.type == 'Value' ? has(self.value) && !has(self.averageValue) : has(self.averageValue) && !has(self.value)",
      message: 'target must have value for the type Value and averageValue for the type AverageValue, and not the other one',
      holds: ({ type, value, averageValue }) =>
        (type === 'Value') === (value !== undefined) && (value === undefined) !== (averageValue === undefined),
    },
  ],
);

const metric = z.object({
  name: label(63).describe('Name of the metric in status and Events.'),
  query: promQuery().describe(`PromQL whose answer is the metric. ${substituted}`),
  target: target.describe('What the metric is compared with.'),
  minSeries: z
    .int32()
    .min(1)
    .max(1000)
    .describe('Series that the answer must have, 1 to 1000; with fewer the metric is unknown. Omitted: 1.')
    .exactOptional(),
  maxAgeSeconds: z
    .int32()
    .min(1)
    .max(3600)
    .describe(
      'Seconds after which a sample is too old to count, 1 to 3600. Older ones are left out of the answer, which is unknown if nothing remains. Needs Prometheus 2.44 or later. Omitted: what the server itself says, mostly 300.',
    )
    .exactOptional(),
});

export const metrics = keyedList(metric, 16, ['name']);

const veto = z.object({
  name: label(63).describe('Name of the veto in status and Events.'),
  query: promQuery().describe(
    `PromQL that answers 0 where the size may shrink. Anything else forbids it: another number, no answer, or one that cannot be had. ${substituted}`,
  ),
});

export const vetoes = keyedList(veto, 16, ['name']);
