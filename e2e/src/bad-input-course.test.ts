import { expect, test } from 'vitest';
import { causes, textsOf } from './bad-input-course.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'u', resourceVersion: '1', generation: 2 };
const base = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'KafkaCluster', metadata };

test('what is said in conditions, of members and of what goes on is all read', () => {
  const texts = textsOf({
    ...base,
    status: {
      conditions: [{ type: 'MembersReady', status: 'False', reason: 'MembersMissing', message: '2 of 3' }],
      members: [{ name: 'cart-kafka-2', detail: 'not scheduled: 0/3 nodes are available' }, { name: 'cart-kafka-1' }],
      operation: { message: 'waiting for cart-kafka-2' },
    },
  });
  expect(texts).toEqual([
    'MembersReady MembersMissing: 2 of 3',
    'cart-kafka-2: not scheduled: 0/3 nodes are available',
    'waiting for cart-kafka-2',
  ]);
  expect(texts.filter((text) => causes.unscheduled.test(text))).toHaveLength(1);
});

test('an object without a status says nothing', () => {
  expect(textsOf(base)).toEqual([]);
});
