import type { ClaimView } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import { status } from '../status.ts';
import { claim, observed, redisCluster } from '../testing/observed-builder.ts';
import { decisionOf, formed, type Situation, whole } from '../testing/situation.ts';
import { plan } from './plan.ts';

/** Twenty are asked for. */
const larger = redisCluster({ storage: { size: '20Gi' } }, formed);
const done = { request: '20Gi', capacity: '20Gi' };
const asked = { request: '20Gi' };

function withClaims(...changes: Partial<ClaimView>[]) {
  return observed({ ...whole, cluster: larger, claims: changes.map((change, ordinal) => claim(ordinal, change)) });
}

const situations: readonly Situation[] = [
  {
    name: 'a larger size: one volume goes first',
    given: withClaims({}, {}, {}),
    rule: 'GrowVolumes',
    actions: ['resize-claim data-cart-redis-2'],
  },
  { name: 'it has not grown yet: the others wait', given: withClaims({}, {}, asked), rule: 'AwaitMembers', actions: [] },
  {
    name: 'it has grown: the others follow',
    given: withClaims({}, {}, done),
    rule: 'GrowVolumes',
    actions: ['resize-claim data-cart-redis-0', 'resize-claim data-cart-redis-1'],
  },
  { name: 'all have grown', given: withClaims(done, done, done), rule: undefined, actions: [] },
  {
    name: 'the volume of a member that was scaled away keeps its size: it is marked as what it is',
    given: withClaims(done, done, done, {}),
    rule: 'RetainVolume',
    actions: ['annotate-claim data-cart-redis-3'],
  },
];

describe('volumes that are smaller than asked for', () => {
  test.for(situations)('$name', ({ given, rule, actions }) => {
    expect(decisionOf(given)).toEqual({ rule, actions });
  });

  test('where the class does not allow it, nothing is done and the remedy is said', () => {
    const given = { ...withClaims({}, {}, {}), storageClasses: [{ name: 'standard', canGrow: false }] };
    expect(decisionOf(given)).toEqual({ rule: undefined, actions: [] });
    const stalled = status(given, plan(given), { problems: [] }).conditions?.find(({ type }) => type === 'Stalled');
    expect(stalled).toMatchObject({ status: 'True', reason: 'VolumesCannotGrow' });
    expect(stalled?.message).toContain('spec.storage.size back to 10Gi');
  });
});
