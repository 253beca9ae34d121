import { type CrashModel, crashAnywhere, crashBetweenActions } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import type { Member } from './member.ts';
import { planWorld } from './testing/member-operator.ts';
import { type MemberWorld, membersIn, performInWorld, settleWorld, startWorld, type WorldAction } from './testing/member-world.ts';

const replace = { 'dataservices.dev/replace-member': 'cart-redis-1@a' };
const restart = { 'dataservices.dev/restart': 'b' };

function model(start: MemberWorld): CrashModel<MemberWorld, MemberWorld, WorldAction> {
  return {
    start: () => start,
    observe: (world) => world,
    plan: planWorld,
    perform: performInWorld,
    settle: settleWorld,
    isDone: (world) => planWorld(world).step === undefined && membersIn(world).every((member) => isInPlace(world, member)),
    invariant: whatIsLost,
    fingerprint: ({ records, claims, made }) => ({
      records: records.map(({ name, token, state }) => `${name} ${token} ${state}`).sort(),
      claims: claims.map(({ ordinal, capacity, isRetired, clusterId }) => `${ordinal} ${capacity} ${isRetired} ${clusterId}`).sort(),
      made,
    }),
  };
}

function isInPlace({ spec }: MemberWorld, { ordinal, pod }: Member): boolean {
  return ordinal < spec.replicas ? pod?.isReady === true : pod === undefined;
}

/** At most one of those that are wanted does not serve, or has no data. */
function whatIsLost(world: MemberWorld): string | undefined {
  const wanted = membersIn(world).filter(({ ordinal }) => ordinal < world.spec.replicas);
  const missing = wanted.filter(({ pod, claim }) => pod?.isReady !== true || claim?.clusterId === undefined);
  return missing.length > 1 ? `${missing.map(({ name }) => name).join(' and ')} are missing at once` : undefined;
}

describe('an operator that is killed before or after any act', () => {
  test.for([
    ['restarts every pod once', startWorld(3, {}, restart), { pods: 3, claims: 0 }],
    ['replaces a member once', startWorld(3, {}, replace), { pods: 1, claims: 1 }],
    ['grows every volume', startWorld(3, { size: '2Gi' }, {}), { pods: 0, claims: 0 }],
    ['deletes the volumes of those that left', startWorld(5, { replicas: 3, whenScaled: 'Delete' }, {}), { pods: 0, claims: 0 }],
    ['marks the volumes of those that left', startWorld(5, { replicas: 3 }, {}), { pods: 0, claims: 0 }],
  ] as const)('%s', ([, start, made]) => {
    expect(crashBetweenActions(model(start)).world.made).toEqual(made);
    crashAnywhere(model(start));
  });

  test('comes to the same data, sizes and records when all is asked for at once', () => {
    const start = startWorld(5, { replicas: 3, size: '2Gi', whenScaled: 'Delete' }, { ...replace, ...restart });
    // How many pods restart depends on which comes first: one that is replaced has the new template already.
    const all = {
      ...model(start),
      fingerprint: (world: MemberWorld) => ({ ...(model(start).fingerprint?.(world) as object), made: world.made.claims }),
    };
    expect(crashBetweenActions(all).world.records.map(({ state }) => state)).toEqual(['Handled', 'Handled']);
    crashAnywhere(all);
  });

  test('adopts the volumes of those that return', () => {
    const left = crashBetweenActions(model(startWorld(3, { replicas: 2 }, {}))).world;
    expect(left.claims.map(({ isRetired }) => isRetired)).toEqual([false, false, true]);
    const back = crashBetweenActions(model({ ...left, spec: { ...left.spec, replicas: 3 } })).world;
    expect(back.claims.map(({ isRetired, uid }) => `${uid} ${isRetired}`)).toEqual(['claim-0 false', 'claim-1 false', 'claim-2 false']);
  });
});
