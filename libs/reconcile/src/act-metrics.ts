import type { Registry } from 'prom-client';
import { counter, histogram } from './metric-builders.ts';

/** Counts what plans bring about. `kind` is that of the custom resource. */
export type ActMetrics = {
  /** A pod, a volume or another object was taken away. */
  destroyed(kind: string, action: string): void;
  /** An operation, as the status names it by its rule, has ended after so many seconds. */
  operated(kind: string, operation: string, seconds: number): void;
};

const operationBuckets = [0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120, 300, 600, 1800, 3600];

export function actMetrics(registry: Registry): ActMetrics {
  const actions = counter(
    registry,
    'operator_destructive_actions_total',
    'Pods, volumes, users and whatever else was taken away for good',
    ['kind', 'action'],
  );
  const operations = histogram(
    registry,
    'operator_operation_seconds',
    'How long an operation lasted, by the whole seconds of the status',
    ['kind', 'operation'],
    operationBuckets,
  );
  return {
    destroyed: (kind, action) => actions.inc({ kind, action }),
    operated: (kind, operation, seconds) => operations.observe({ kind, operation }, seconds),
  };
}
