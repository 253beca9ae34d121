import { expect, test } from 'vitest';
import { foreignTargetView } from './foreign-target.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', generation: 2 };
const cache = (status: object | undefined) => ({ apiVersion: 'example.com/v1', kind: 'Cache', metadata, ...(status && { status }) });
const scale = (wanted: number, there: number) => ({
  apiVersion: 'autoscaling/v1',
  kind: 'Scale',
  metadata,
  spec: { replicas: wanted },
  status: { replicas: there },
});
const says = (type: string, status: string) => ({ conditions: [{ type, status, message: 'm' }] });

test.for([
  ['one that says nothing but its sizes', undefined, [3, 3], true],
  ['one with too few', undefined, [3, 2], false],
  ['one with too many', undefined, [3, 4], false],
  ['one with some that are not ready', { readyReplicas: 2 }, [3, 3], false],
  ['one that has seen its generation', { observedGeneration: 2 }, [3, 3], true],
  ['one that has not', { observedGeneration: 1 }, [3, 3], false],
  ['one that is Ready', says('Ready', 'True'), [3, 3], true],
  ['one that is not', says('Ready', 'False'), [3, 3], false],
  ['one that does not know', says('Ready', 'Unknown'), [3, 3], false],
  ['one that reconciles', says('Reconciling', 'True'), [3, 3], false],
  ['one that no longer does', says('Reconciling', 'False'), [3, 3], true],
  ['one that is stalled', says('Stalled', 'True'), [3, 3], false],
  ['one with a condition of its own', says('Degraded', 'True'), [3, 3], true],
] as const)('%s is settled: %s', ([, status, [wanted, there], isSettled]) => {
  expect(foreignTargetView(cache(status), scale(wanted, there)).settled.holds).toBe(isSettled);
});

test('sizes are those of the scale subresource, wherever the kind keeps them', () => {
  expect(foreignTargetView(cache({ readyReplicas: 1 }), scale(4, 2))).toMatchObject({ replicas: 4, statusReplicas: 2, readyReplicas: 1 });
});
