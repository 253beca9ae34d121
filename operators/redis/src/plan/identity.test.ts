import { expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { podHashOf, sentinelStatefulSet } from '../resources/stateful-sets.ts';
import { observed, redisCluster } from '../testing/observed-builder.ts';
import { clusterIdOf } from './identity.ts';

test('an operator that died once it had made the sentinels goes on with their identity, and restarts nobody', () => {
  const first = asNew({ freshClusterId: 'first' });
  const made = sentinelStatefulSet(first);
  const set = { ...made, metadata: { ...made.metadata, uid: 'uid-set', resourceVersion: '1' } };
  const second = asNew({ freshClusterId: 'second', objects: new Map([[`StatefulSet/${set.metadata.name}`, set]]) });
  expect(clusterIdOf(second)).toBe('first');
  expect(podHashOf(second, 'sentinel')).toBe(podHashOf(first, 'sentinel'));
});

function asNew(changes: Partial<Observed>): Observed {
  return observed({ cluster: redisCluster(), servers: [], sentinels: [], changes });
}
