import { expect, test } from 'vitest';
import { observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { announcePlugins } from './announce-plugins.ts';
import { awaitMembers } from './await-members.ts';

const cluster = rabbitmqCluster({ plugins: ['rabbitmq_stream'] });
const has = (...more: readonly string[]) => sees('012', { plugins: ['rabbitmq_prometheus', 'rabbitmq_management', ...more] });
const whole = [has('rabbitmq_stream'), has('rabbitmq_stream'), has('rabbitmq_stream')];

test('nodes with other plugins are told once, and then awaited', () => {
  const given = observed({ cluster, servers: [has('rabbitmq_stream'), has(), has('rabbitmq_stream', 'rabbitmq_top')] });
  const value = 'rabbitmq_management,rabbitmq_prometheus,rabbitmq_stream';
  expect(announcePlugins(given)?.actions).toEqual(
    [1, 2].map((at) => ({
      kind: 'annotate-pod',
      pod: `cart-rabbitmq-${at}`,
      uid: `uid-cart-rabbitmq-${at}`,
      annotations: { 'dataservices.dev/plugins': value },
    })),
  );
  const told = { ...given, members: given.members.map((member) => ({ ...member, plugins: value })) };
  expect(announcePlugins(told)).toBeUndefined();
  expect(awaitMembers(told)?.reason).toBe('waiting for cart-rabbitmq-1, cart-rabbitmq-2 to enable or disable plugins');
});

test('all have them, in whatever order, or do not say: nothing', () => {
  expect(announcePlugins(observed({ cluster, servers: whole }))).toBeUndefined();
  expect(announcePlugins(observed({ cluster, servers: [sees('0', { plugins: undefined })] }))).toBeUndefined();
});
