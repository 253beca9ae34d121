import { expect, test } from 'vitest';
import { scaledObject } from './scaled-object.ts';

const asking = { prometheusPort: 9090, periodSeconds: 15 };

test('KEDA is told the same as an AutoScaler, with its own period left alone', () => {
  expect(scaledObject('bench', asking, false)).toMatchObject({
    metadata: { namespace: 'bench', name: 'cart-0' },
    spec: {
      scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart-0' },
      minReplicaCount: 3,
      maxReplicaCount: 9,
      advanced: { horizontalPodAutoscalerConfig: { behavior: { scaleDown: { stabilizationWindowSeconds: 0 } } } },
      triggers: [
        {
          type: 'prometheus',
          metricType: 'AverageValue',
          metadata: { serverAddress: 'http://127.0.0.1:9090', query: 'sum(load{cluster="cart-0"})', threshold: '10' },
        },
      ],
    },
  });
});

test('cached metrics are as old as the period of the others at most', () => {
  const text = (isCached: boolean) => JSON.stringify(scaledObject('bench', asking, isCached));
  expect(text(true)).toContain('"pollingInterval":15');
  expect(text(true)).toContain('"useCachedMetrics":true');
  expect(text(false)).not.toMatch(/pollingInterval|useCachedMetrics/);
});
