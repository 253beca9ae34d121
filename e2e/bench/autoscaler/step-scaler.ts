import { allSeen } from '../runtime/operators/all-seen.ts';
import type { OperatorBench } from '../runtime/operators/operator-bench.ts';
import { withOperator } from '../runtime/operators/operator-process.ts';
import { createAutoscalers } from './scaled-objects.ts';
import { type Asking, scalerInput } from './scaler-bench.ts';

export type StepScene = Asking & { readonly bench: OperatorBench; readonly namespace: string };

/** Has the one target of a namespace scaled while `work` goes on, and nobody after it. */
export type StepScaler = <T>(scene: StepScene, work: () => Promise<T>) => Promise<T>;

export const byOperator: StepScaler = async (scene, work) => {
  const { bench, namespace } = scene;
  await createAutoscalers(bench.kube, namespace, 1);
  return withOperator(scalerInput(bench, namespace, scene), async (operator) => {
    await allSeen(operator, 1);
    return work();
  });
};
