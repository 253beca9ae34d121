import { expect, test } from 'vitest';
import { healthOf } from './health.ts';

type Truth = 'True' | 'False';

function cluster(conditions: Readonly<Record<string, Truth>>, further: object = {}, spec: object = {}): object {
  const list = Object.entries(conditions).map(([type, status]) => ({ type, status, message: `${type} is ${status}` }));
  return { metadata: { generation: 2 }, spec, status: { observedGeneration: 2, conditions: list, ...further } };
}

const whole = { Available: 'True', MembersReady: 'True', Ready: 'True', Settled: 'True', Stalled: 'False' } as const;

test.for([
  ['is new', { metadata: { generation: 1 }, spec: {} }, 'Progressing'],
  ['was changed a moment ago', cluster(whole, { observedGeneration: 1 }), 'Progressing'],
  ['has settled', cluster(whole), 'Healthy'],
  ['is being changed', cluster({ ...whole, Settled: 'False' }, { operation: { message: 'waits for cart-redis-1' } }), 'Progressing'],
  ['waits for a person', cluster({ ...whole, Settled: 'False', Stalled: 'True' }), 'Degraded'],
  ['is paused', cluster(whole, {}, { paused: true }), 'Suspended'],
  ['is paused and waits for a person', cluster({ ...whole, Stalled: 'True' }, {}, { paused: true }), 'Degraded'],
  ['serves nobody, and nothing is done', cluster({ ...whole, Available: 'False', Ready: 'False', Settled: 'False' }), 'Degraded'],
  ['is an AutoScaler that decides', cluster({ ScalingActive: 'True', AbleToScale: 'True' }), 'Healthy'],
  ['is an AutoScaler without an answer', cluster({ ScalingActive: 'False', AbleToScale: 'True' }), 'Degraded'],
] as const)('an object that %s', async ([, object, status]) => {
  expect((await healthOf(object)).status).toBe(status);
});

test('the message is that of the operation, or of the condition that decides', async () => {
  expect(await healthOf(cluster({ ...whole, Settled: 'False' }, { operation: { message: 'waits for cart-redis-1' } }))).toMatchObject({
    message: 'waits for cart-redis-1',
  });
  expect(await healthOf(cluster({ ...whole, Stalled: 'True' }))).toMatchObject({ message: 'Stalled is True' });
});
