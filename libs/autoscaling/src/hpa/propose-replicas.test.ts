import { expect, test } from 'vitest';
import { proposeReplicas } from './propose-replicas.ts';
import type { Metric, Target } from './types.ts';

const tolerance = { scaleUp: 0.1, scaleDown: 0.1 };

function target(specReplicas: number, ready = specReplicas, statusReplicas = specReplicas): Target {
  return { specReplicas, statusReplicas, pods: { total: statusReplicas, ready } };
}

function metric(type: 'Value' | 'AverageValue', amount: number, ...series: readonly number[]): Metric {
  return { source: 'External', target: { type, amount }, reading: { series } };
}

function pods(amount: number, ...series: readonly number[]): Metric {
  return { source: 'Pods', target: { type: 'AverageValue', amount }, reading: { series } };
}

test.for([
  { name: 'an average above the target', metric: metric('AverageValue', 2150, 8600), target: target(3), replicas: 4 },
  {
    name: 'several series are summed, negative ones too',
    metric: metric('AverageValue', 1000, 3000, 2000, -1000),
    target: target(3),
    replicas: 4,
  },
  { name: 'a value far below its target', metric: metric('Value', 14_334, 8600), target: target(5), replicas: 3 },
  { name: 'only pods that are ready share the load', metric: metric('Value', 4400, 8600), target: target(3, 1), replicas: 2 },
  { name: 'the end of the tolerance is within it', metric: metric('AverageValue', 1000, 3300), target: target(3), replicas: 3 },
  { name: 'one thousandth more is not', metric: metric('AverageValue', 1000, 3301), target: target(3), replicas: 4 },
  {
    name: 'an average within tolerance keeps what is there, not what is asked for',
    metric: metric('AverageValue', 1000, 4000),
    target: target(3, 4, 4),
    replicas: 4,
  },
  { name: 'a value within tolerance keeps what is asked for', metric: metric('Value', 1000, 1050), target: target(3, 4, 4), replicas: 3 },
  { name: 'from nothing, a value has no tolerance', metric: metric('Value', 1000, 1050), target: target(0), replicas: 2 },
  {
    name: 'before the first pod is there, an average counts as it is',
    metric: metric('AverageValue', 1000, 2500),
    target: target(3, 0, 0),
    replicas: 3,
  },
  { name: 'the mean over pods', metric: pods(1000, 2000, 2000), target: target(2), replicas: 4 },
  {
    name: 'a pod without a sample counts as idle when the size would grow',
    metric: pods(1000, 3000, 3000),
    target: target(3),
    replicas: 6,
  },
  { name: 'and as loaded when it would shrink', metric: pods(1000, 100), target: target(3), replicas: 3 },
])('$name', ({ metric: given, target: at, replicas }) => {
  expect(proposeReplicas(given, at, tolerance)).toEqual({ replicas });
});

test.for([
  { name: 'a failed query', given: { ...metric('Value', 1), reading: { error: 'timeout' } }, reason: 'FailedGetExternalMetric' },
  { name: 'no series, which is not 0', given: metric('Value', 1000), reason: 'FailedGetExternalMetric' },
  {
    name: 'an object that is not found',
    given: { ...metric('Value', 1), source: 'Object', reading: { error: 'none' } },
    reason: 'FailedGetObjectMetric',
  },
  { name: 'a metric of unknown type', given: { ...metric('Value', 1, 1), source: 'Unknown' }, reason: 'InvalidMetricSourceType' },
  { name: 'a value, but no pods to share it', given: metric('Value', 1000, 9000), reason: 'FailedGetExternalMetric' },
] as const)('no proposal from $name', ({ given, reason }) => {
  expect(proposeReplicas(given, target(3, 0, 0), tolerance)).toMatchObject({ reason });
});
