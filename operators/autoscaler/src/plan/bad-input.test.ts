import { type AutoScaler, autoScalerKind, buildCrd, parseAutoScaler } from '@dataservices/api';
import { firstState } from '@dataservices/autoscaling';
import { resources } from '@dataservices/kube';
import { type StructuralSchema, testBadInput } from '@dataservices/testing';
import type { Observed, TargetView } from '../observed.ts';
import { status } from '../status.ts';
import { plan } from './plan.ts';

const target: TargetView = {
  uid: 'u',
  resourceVersion: '1',
  replicas: 3,
  statusReplicas: 3,
  readyReplicas: 3,
  settled: { holds: true, message: '' },
  isPaused: false,
  isLeaving: false,
  isOwnSize: true,
  storageSize: '10Gi',
};

/** Every query of the scaler answers with this many series of that value. */
function observed(scaler: AutoScaler, values: readonly number[]): Observed {
  const { metrics, vetoes } = scaler.spec;
  const reading = { series: values };
  return {
    now: Date.parse('2026-01-01T12:00:00Z'),
    aheadSeconds: 0,
    scaler,
    state: firstState,
    settings: { periodMs: 15_000, isHpaCompatible: false },
    kind: resources.redisClusters,
    target,
    rivals: [],
    metrics: new Map(metrics.map(({ name }) => [name, reading])),
    vetoes: new Map(vetoes.map(({ name }) => [name, reading])),
    usedRatio: reading,
  };
}

const base = {
  scaleTargetRef: { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' },
  maxReplicas: 7,
  metrics: [{ name: 'clients', query: 'up', target: { type: 'AverageValue', averageValue: '10' } }],
};

testBadInput({
  schema: buildCrd(autoScalerKind).spec.versions[0]?.schema.openAPIV3Schema as StructuralSchema,
  base,
  parse: (spec) =>
    parseAutoScaler({
      apiVersion: 'dataservices.dev/v1alpha1',
      kind: 'AutoScaler',
      metadata: { name: 'cart', namespace: 'shop', uid: 'uid-cart', resourceVersion: '1', generation: 1 },
      spec,
    }),
  decide: (scaler) => {
    for (const values of [[], [35], [Number.NaN], [1, 2]]) {
      const given = observed(scaler, values);
      status(given, plan(given), { isScaleRefused: false });
    }
  },
});
