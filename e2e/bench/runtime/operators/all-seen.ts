import { waitUntil } from '../../../cluster/src/wait-until.ts';
import type { OperatorProcess } from './operator-process.ts';

const passes = /^controller_runtime_reconcile_total\{/;

/** Waits until an operator has made a pass for each of so many objects. */
export async function allSeen({ metric }: OperatorProcess, objects: number): Promise<void> {
  const what = 'every object to be looked at';
  await waitUntil(async () => (await metric(passes)) >= objects, { what, timeoutMs: 120_000, intervalMs: 20 });
}
