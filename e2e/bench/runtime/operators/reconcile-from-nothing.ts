import { createObjects } from './memcached-objects.ts';
import { type OperatorBench, operatorInput } from './operator-bench.ts';
import { withOperator } from './operator-process.ts';
import { followSettled } from './settled-objects.ts';
import { within } from './within.ts';

export type FirstPass = {
  /** From the start of the process to the last object that is settled. */
  readonly ms: number;
  /** Of the operator to the API server in that time, for each object. */
  readonly requestsEach: number;
};

const requests = /^rest_client_requests_total\{/;
const longestMs = 600_000;

/** Makes a namespace with so many custom resources and lets an operator find them that does not know them yet. */
export async function reconcileFromNothing(bench: OperatorBench, namespace: string, objects: number): Promise<FirstPass> {
  await createObjects(bench.kube, namespace, objects);
  const settled = followSettled(bench.kube, namespace);
  try {
    return await withOperator(operatorInput(bench, namespace), async (operator, startMs) => {
      await within(longestMs, `${objects} objects to be settled`, settled.reached(objects));
      const ms = performance.now() - startMs;
      return { ms, requestsEach: (await operator.metric(requests)) / objects };
    });
  } finally {
    await settled.stop();
  }
}
