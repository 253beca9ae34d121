import { expect, test } from 'vitest';
import { observed, rabbitmqCluster } from '../testing/observed-builder.ts';
import { certificateNames, requiredNames } from './certificate-names.ts';

const given = (replicas: number) => observed({ cluster: rabbitmqCluster({ replicas, tls: { mode: 'Enabled' } }), servers: [] });

test('members of streams find each other by the short names of their pods, and few sizes make another certificate', () => {
  const pods = (replicas: number) => certificateNames(given(replicas)).filter((name) => /^cart-rabbitmq-\d+$/.test(name));
  expect(pods(3)).toEqual(Array.from({ length: 8 }, (_, ordinal) => `cart-rabbitmq-${ordinal}`));
  expect([pods(0).length, pods(8).length, pods(9).length]).toEqual([8, 8, 16]);
});

test("a certificate of the user's has both names of each node, and the Service's", () => {
  expect(requiredNames(given(1))).toEqual([
    'cart-rabbitmq-0.cart-rabbitmq-nodes.shop.svc.cluster.local',
    'cart-rabbitmq-0',
    'cart-rabbitmq.shop.svc.cluster.local',
  ]);
});
