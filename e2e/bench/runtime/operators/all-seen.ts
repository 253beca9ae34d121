import { waitUntil } from '../../../cluster/src/wait-until.ts';
import type { OperatorProcess } from './operator-process.ts';

const passes = /^controller_runtime_reconcile_total\{/;

/**
 * Waits until an operator has made a pass for each of so many objects.
 *
 * @param intervalMs between two looks at its metrics. They are a megabyte for 1000 objects: whoever measures memory afterwards must not ask often,
 * or measures what was made for the answers. Default 20, for whoever measures the time
 */
export async function allSeen({ metric }: OperatorProcess, objects: number, intervalMs = 20): Promise<void> {
  const what = 'every object to be looked at';
  await waitUntil(async () => (await metric(passes)) >= objects, { what, timeoutMs: 120_000, intervalMs });
}

/** As often as a Prometheus asks that is in a hurry. */
export const gentleMs = 1_000;
