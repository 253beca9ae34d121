import { expect, test } from 'vitest';
import { observed, redisCluster, serving, withPod } from '../testing/observed-builder.ts';
import { decisionOf, formed, whole } from '../testing/situation.ts';
import { memoryInUse } from './memory-in-use.ts';

const limit = 268_435_456;

/** A member of an outdated template, in a cluster that is to have 256Mi for each. */
function outdated(usedMemory: number) {
  const cluster = redisCluster({ resources: { limits: { memory: '256Mi' } }, config: { maxmemory: 0 } }, formed);
  const servers = [serving('master', { usedMemory }), serving('replica', { usedMemory }), serving('replica', { usedMemory })];
  const given = observed({
    ...whole,
    cluster,
    servers: servers.map((server) => ({ ...server, liveConfig: { ...server.liveConfig, maxmemory: '0' } })),
  });
  return withPod(given, 2, { podHash: 'old' });
}

test('a member restarts for a limit of memory that its data fits into', () => {
  expect(decisionOf(outdated(limit))).toEqual({ rule: 'RollOneMember', actions: ['delete-pod cart-redis-2'] });
  expect(memoryInUse(outdated(limit))).toBeUndefined();
});

test('and not for one that it would not fit into, which is told with what will do', () => {
  expect(decisionOf(outdated(limit + 1)).actions).toEqual([]);
  expect(memoryInUse(outdated(limit + 1))).toEqual({
    reason: 'MemoryInUse',
    message:
      'spec.resources.limits.memory is 268435456 bytes, and cart-redis-2 uses more already: no member restarts with it; set it to 512Mi or more, or delete data first',
  });
});
