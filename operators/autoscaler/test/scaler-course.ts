import { type AutoScaler, type AutoScalerSpecInput, autoScalerSpec } from '@dataservices/api';
import { type Kube, type Resource, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { type Cache, createLogger, createMetrics } from '@dataservices/reconcile';
import { createFakeKube, type FakeKube } from '@dataservices/testing';
import { vi } from 'vitest';
import { createMemory } from '../src/memory.ts';
import { scalerMetrics } from '../src/metrics.ts';
import { createReconcile } from '../src/reconcile.ts';
import { createSteadyClock } from '../src/steady-clock.ts';

const ref = { namespace: 'shop', name: 'cart' };
export const periodMs = 15_000;

/** What Prometheus answers: how many members the load is worth, and how full the volumes are. Undefined: nothing. */
export type Answers = { readonly load?: number | undefined; readonly used?: number };

/** What became of a look. */
export type Looked = {
  readonly replicas: number;
  readonly size: string;
  readonly summary: string | undefined;
  readonly held: readonly string[] | undefined;
};

type Target = StoredObject & { readonly spec: { readonly replicas: number; readonly storage: { readonly size: string } } };

/**
 * Looks at an AutoScaler `cart` of a RedisCluster that is as large as it is told to be at once, one each 15 seconds. Time has to be faked, Date and performance
 * both.
 */
export function scalerCourse(spec: Partial<AutoScalerSpecInput>) {
  const kube = createFakeKube();
  put(kube, resources.redisClusters, 'RedisCluster', { replicas: 3, storage: { size: '10Gi' } }, { replicas: 3, readyReplicas: 3 });
  put(kube, resources.autoScalers, 'AutoScaler', specOf(spec), { observedGeneration: -1 });
  let answers: Answers = {};
  let operator = startOperator(kube, () => answers);
  return {
    writes: () => kube.writes(),
    status: async () => (await kube.get<AutoScaler>(resources.autoScalers, ref))?.status,
    /** Another process takes over. */
    restart() {
      operator = startOperator(kube, () => answers);
    },
    async edit(replicas: number): Promise<void> {
      await kube.updateScale(resources.redisClusters, ref, { replicas });
    },
    async look(given: Answers, afterMs = periodMs): Promise<Looked> {
      answers = given;
      vi.advanceTimersByTime(afterMs);
      await operator();
      const target = await kube.get<Target>(resources.redisClusters, ref);
      const scaler = await kube.get<AutoScaler>(resources.autoScalers, ref);
      if (target === undefined || scaler === undefined) throw new Error('neither may go');
      const { replicas, storage } = target.spec;
      put(kube, resources.redisClusters, 'RedisCluster', target.spec, { replicas, readyReplicas: replicas });
      return { replicas, size: storage.size, summary: scaler.status.summary, held: scaler.status.decision?.held };
    },
  };
}

function specOf(changed: Partial<AutoScalerSpecInput>): object {
  return autoScalerSpec.parse({
    scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' },
    minReplicas: 3,
    maxReplicas: 9,
    metrics: [{ name: 'load', query: 'load', target: { type: 'AverageValue', averageValue: 10 } }],
    gates: { waitForTarget: false, holdAfterManualEditSeconds: 300 },
    ...changed,
  });
}

function put(kube: FakeKube, resource: Resource, kind: string, spec: object, status: object): void {
  kube.put(resource, { apiVersion: 'dataservices.dev/v1alpha1', kind, metadata: ref, ...{ spec }, status });
}

/** One process: all that it remembers begins here. */
function startOperator(kube: Kube, answers: () => Answers): () => Promise<void> {
  let scaler: AutoScaler | undefined;
  const none: Cache<StoredObject> = { get: () => undefined, list: () => [], byIndex: () => [], hasSynced: () => true };
  const clock = createSteadyClock();
  const reconcile = createReconcile({
    caches: { autoScalers: { ...none, get: () => scaler }, horizontal: none, targets: new Map() },
    clock,
    memory: createMemory({ isDurable: true, clock }),
    metrics: scalerMetrics(createMetrics().registry),
    prometheus: {
      ask: async (_, { promql }) => {
        const { load, used = 0 } = answers();
        const value = promql === 'load' ? load && load * 10 : used;
        return value === undefined ? { error: 'no answer' } : { series: [{ value: `${value}`, atSeconds: 0 }], warnings: [], atSeconds: 0 };
      },
      close: () => {},
    },
    readSecret: async () => undefined,
    recorder: { record: () => {}, flush: async () => {} },
    settings: {
      prometheusAddress: 'http://prometheus',
      allowedHosts: [],
      forbiddenAddresses: [],
      targets: [],
      periodMs,
      isHpaCompatible: false,
    },
    ticker: { start: () => {}, stop: async () => {}, lateMs: () => undefined },
  });
  const context = { kube, signal: new AbortController().signal, log: createLogger({ write: () => {} }), now: () => Date.now() };
  return async () => {
    scaler = await kube.get<AutoScaler>(resources.autoScalers, ref);
    await reconcile('shop/cart', context);
  };
}
