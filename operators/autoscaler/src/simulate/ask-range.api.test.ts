import { type AutoScalerSpec, autoScalerSpec } from '@dataservices/api';
import { startPrometheus, waitFor } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { askRange } from './ask-range.ts';
import { simulate } from './simulate.ts';

const spec = autoScalerSpec.parse({
  scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: 'cart' },
  minReplicas: 3,
  maxReplicas: 9,
  metrics: [{ name: 'load', query: 'sum(load{cluster="$name"})', target: { type: 'AverageValue', averageValue: 10 } }],
}) as AutoScalerSpec;

test('the past of a real Prometheus is decided on as it was', { timeout: 60_000 }, async () => {
  const prometheus = await startPrometheus();
  try {
    const fromSeconds = Math.floor(Date.now() / 1000);
    const input = { spec, names: { namespace: 'shop', name: 'cart' }, address: `http://127.0.0.1:${prometheus.port}/`, stepSeconds: 1 };
    const past = () => askRange({ ...input, fromSeconds, toSeconds: Math.floor(Date.now() / 1000) });
    const lastLoad = async () => [...((await past()).at(-1)?.metrics.values() ?? [])][0];
    for (const load of [40, 70]) {
      prometheus.exporter.set({ 'load{cluster="cart"}': load, 'load{cluster="another"}': 1000 });
      const isSeen = async () => {
        const reading = await lastLoad();
        return reading !== undefined && 'series' in reading && reading.series.join() === String(load * 1000);
      };
      await waitFor(`a load of ${load}`, isSeen, { timeoutMs: 20_000, intervalMs: 200 });
    }
    const changes = simulate({ spec, replicas: 3, looks: await past(), settleSeconds: 0 }).filter(({ scaleTo }) => scaleTo !== undefined);
    expect(changes.map(({ sentence }) => sentence)).toEqual(['load asks for 4: 3 → 4.', 'load asks for 7: 4 → 7.']);
    await expect(
      askRange({
        ...input,
        spec: { ...spec, metrics: spec.metrics.map((one) => ({ ...one, query: 'sum(' })) },
        fromSeconds,
        toSeconds: fromSeconds,
      }),
    ).rejects.toThrow('does not answer');
  } finally {
    await prometheus.stop();
  }
});
