import { expect, test } from 'vitest';
import { parseRedisCluster } from './parse-redis-cluster.ts';

const metadata = { name: 'cart', namespace: 'shop', uid: 'c0ffee', resourceVersion: '7', generation: 2 };

function refusalOf(spec: object): string {
  const parsed = parseRedisCluster({ apiVersion: 'dataservices.dev/v1alpha1', kind: 'RedisCluster', metadata, spec });
  return parsed.ok ? 'accepted' : parsed.message;
}

test.for([
  ['a field', { replicas: -1 }, 'spec.replicas'],
  ['a field of an entry of a list', { users: [{ name: 'A' }] }, 'spec.users.name'],
  ['a map, whose keys are no fields', { resources: { limits: { memory: 'much' } } }, 'spec.resources.limits'],
] as const)('the remedy names what `kubectl explain` knows: %s', ([, spec, field]) => {
  expect(refusalOf(spec)).toContain(`\`kubectl explain redisclusters.dataservices.dev.${field}\``);
});

test('a key that is no name is quoted and cut, so that the message is one line', () => {
  const message = refusalOf({ resources: { requests: { [`two\nlines${'x'.repeat(1_000)}`]: 'x' } } });
  expect(message).toContain('spec.resources.requests."two\\nlines');
  expect(message).not.toContain('\n');
  expect(message.length).toBeLessThan(400);
});
