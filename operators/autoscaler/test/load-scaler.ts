import type { AutoScaler, AutoScalerSpecInput } from '@dataservices/api';
import type { OperatorBed } from './operator-bed.ts';

/** A load that says how many replicas it wants: 10 for each. */
export const load = { name: 'load', query: 'sum(load{cluster="$name"})', target: { type: 'AverageValue', averageValue: 10 } } as const;
const now = { scaleDown: { stabilizationWindowSeconds: 0 } };

/** An AutoScaler `cart` of the RedisCluster `cart`, unless told otherwise, that follows this load between 3 and 9. */
export function loadScaler(bed: OperatorBed) {
  return {
    applyScaler(spec: Partial<AutoScalerSpecInput> = {}, name = 'cart') {
      const scaleTargetRef = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', name: 'cart' };
      const whole = { scaleTargetRef, minReplicas: 3, maxReplicas: 9, metrics: [load], behavior: now, ...spec };
      return bed.apply({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'AutoScaler', metadata: { name }, spec: whole });
    },
    /** With the load that is asked for in words of replicas. */
    measure: (replicas: number) => bed.measure({ 'load{cluster="cart"}': replicas * 10 }),
  };
}

export const isHeldBy = (reason: string) => (scaler: AutoScaler) => scaler.status.decision?.held?.includes(reason) === true;
