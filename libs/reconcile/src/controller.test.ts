import { KubeError } from '@dataservices/kube';
import { createFakeKube, waitFor } from '@dataservices/testing';
import { afterEach, expect, test } from 'vitest';
import { Controller } from './controller.ts';
import { DeadlineExceeded } from './error-policy.ts';
import { createLogger } from './logger.ts';
import { createMetrics } from './metrics.ts';

let controller: Controller | undefined;

afterEach(() => controller?.stop(new Error('the test is over')));

/** Runs a pass that ends with this error. @returns what was counted */
async function countFailure(error: unknown): Promise<Readonly<Record<string, number>>> {
  const { registry, controller: observe } = createMetrics();
  let passes = 0;
  controller = new Controller({
    name: 'redis',
    reconcile: () => {
      passes += 1;
      return passes === 1 ? Promise.reject(error) : Promise.resolve({});
    },
    kube: createFakeKube(),
    log: createLogger({ write: () => {} }),
    sources: [],
    eventSources: [],
    allKeys: () => ['shop/cart'],
    workers: 1,
    deadlineMs: 1_000,
    resyncMs: 60_000,
    queue: {},
    observer: observe('redis', 1),
  });
  controller.start();
  await waitFor('the pass', () => passes > 0);
  const counts: Record<string, number> = {};
  for (const name of ['errors', 'terminal_reconcile_errors', 'reconcile_panics']) {
    const full = name === 'errors' ? 'controller_runtime_reconcile_errors_total' : `controller_runtime_${name}_total`;
    const metric = await registry.getSingleMetric(full)?.get();
    counts[name] = metric?.values[0]?.value ?? Number.NaN;
  }
  return counts;
}

test.for([
  [
    'one that nobody has thought of',
    new TypeError('x is not a function'),
    { errors: 1, terminal_reconcile_errors: 0, reconcile_panics: 1 },
  ],
  ['a rejection without an error', 'oops', { errors: 1, terminal_reconcile_errors: 0, reconcile_panics: 1 }],
  ['one of a pass that took too long', new DeadlineExceeded(1000), { errors: 1, terminal_reconcile_errors: 0, reconcile_panics: 0 }],
  [
    'one that says to try again',
    new KubeError({ code: 'Conflict', status: 409, message: 'm' }),
    { errors: 1, terminal_reconcile_errors: 0, reconcile_panics: 0 },
  ],
  [
    'one that says not to',
    new KubeError({ code: 'Invalid', status: 422, message: 'm' }),
    { errors: 1, terminal_reconcile_errors: 1, reconcile_panics: 0 },
  ],
] as const)('%s is counted as what it is', async ([, error, expected]) => {
  expect(await countFailure(error)).toEqual(expected);
});
