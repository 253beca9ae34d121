import { type Condition, rfc3339Seconds } from '@dataservices/plan';

/** What the operator of a cluster says of one at rest. */
export function settledStatus(replicas: number, generation: number, changed: Readonly<Record<string, unknown>> = {}): object {
  const settled: Condition = {
    type: 'Settled',
    status: 'True',
    reason: 'Settled',
    message: 'everything is as asked for',
    observedGeneration: generation,
    lastTransitionTime: rfc3339Seconds(Date.now()),
  };
  return { replicas, readyReplicas: replicas, conditions: [{ ...settled, ...changed }] };
}
