import { parseQuantity } from '@dataservices/plan';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ClaimView } from './claim-view.ts';
import { growVolumes } from './grow-volumes.ts';
import type { MemberAction } from './member-action.ts';
import { aClaim } from './testing/samples.ts';

const classes = [{ name: 'fast', canGrow: true }];
const gi = (n: number) => `${n}Gi`;
const bytes = (text: string | undefined) => parseQuantity(text ?? '') ?? 0;

/** As the API server and a provider do it: a request may be raised, or lowered while it stays above the capacity. */
function resize(claims: readonly ClaimView[], action: MemberAction): readonly ClaimView[] {
  if (action.kind !== 'resize-claim') throw new Error(`unexpected ${action.kind}`);
  return claims.map((claim) => {
    if (claim.uid !== action.uid) return claim;
    const isRaise = bytes(action.size) >= bytes(claim.request);
    if (!isRaise && bytes(action.size) <= bytes(claim.capacity)) throw new Error(`${claim.name}: may not be less than its capacity`);
    return { ...claim, request: action.size };
  });
}

function provide(claims: readonly ClaimView[], ordinal: number): readonly ClaimView[] {
  return claims.map((claim) => (claim.ordinal === ordinal && claim.request !== undefined ? { ...claim, capacity: claim.request } : claim));
}

const sizes = fc.array(fc.integer({ min: 1, max: 4 }), { minLength: 1, maxLength: 6 });
const events = fc.array(
  fc.oneof(
    fc.record({ kind: fc.constant('provide' as const), ordinal: fc.nat(5) }),
    fc.record({ kind: fc.constant('pass' as const), done: fc.nat(6) }),
    fc.record({ kind: fc.constant('ask' as const), size: fc.integer({ min: 1, max: 6 }) }),
  ),
  { maxLength: 30 },
);

test('whatever comes between, and however a pass is cut short, nothing forbidden is asked for and all have the size in the end', () => {
  fc.assert(
    fc.property(sizes, events, fc.integer({ min: 5, max: 9 }), (capacities, happened, last) => {
      let claims: readonly ClaimView[] = capacities.map((n, ordinal) =>
        aClaim(ordinal, { className: 'fast', request: gi(n), capacity: gi(n) }),
      );
      let size = 1;
      const pass = (done: number) => {
        const actions = growVolumes({ size: gi(size), claims, classes }).step?.actions ?? [];
        for (const action of actions.slice(0, done)) claims = resize(claims, action);
      };
      for (const event of happened) {
        if (event.kind === 'pass') pass(event.done);
        if (event.kind === 'ask') size = event.size;
        if (event.kind === 'provide') claims = provide(claims, event.ordinal);
      }
      size = last + 5;
      for (let n = 0; n < 20; n++) {
        pass(Number.POSITIVE_INFINITY);
        claims = claims.reduce((all, { ordinal }) => provide(all, ordinal), claims);
      }
      expect(claims.map(({ capacity }) => capacity)).toEqual(claims.map(() => gi(size)));
      expect(growVolumes({ size: gi(size), claims, classes })).toEqual({});
    }),
  );
});
