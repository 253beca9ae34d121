import { crashBetweenActions } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { redisUsers, sentinelUsers } from '../resources/access-control.ts';
import { status } from '../status.ts';
import {
  type AccessWorld,
  accessPods,
  applyAccess,
  clusterOf,
  isSentinel,
  newAccessWorld,
  observeAccess,
  performAccess,
  refusedClient,
  startedAnew,
  withServer,
} from '../testing/access-world.ts';
import { plan } from './plan.ts';

const reporting = { name: 'reporting', permissions: ['+@read', '~cart:*'] };
const graceSeconds = 20;
const auth = { previousPasswordSeconds: graceSeconds };

/** One pass. */
function pass(world: AccessWorld): AccessWorld {
  const { applies, step } = plan(observeAccess(world));
  return (step?.actions ?? []).reduce(performAccess, applyAccess(world, applies));
}

function passes(world: AccessWorld, count = 4): AccessWorld {
  return count === 0 ? world : passes(pass(world), count - 1);
}

function settled(spec: AccessWorld['spec'] = { auth }, wanted: AccessWorld['wanted'] = { app: 'old' }): AccessWorld {
  return passes(newAccessWorld(spec, wanted));
}

function later(world: AccessWorld, seconds: number): AccessWorld {
  return { ...world, now: world.now + seconds * 1000 };
}

function acceptedOn(world: AccessWorld, pod: string, user = 'app'): readonly string[] | undefined {
  return world.servers[pod]?.users.find(({ name }) => name === user)?.digests;
}

/** What each server takes, where all take the same. */
function acceptedBy(world: AccessWorld, user = 'app'): readonly string[] | undefined {
  const [first, ...others] = accessPods.map((pod) => acceptedOn(world, pod, user));
  for (const other of others) expect(other).toEqual(first);
  return first;
}

function actionsOf(world: AccessWorld): readonly string[] {
  const actions = plan(observeAccess(world)).step?.actions ?? [];
  return actions.map((action) => `${action.kind} ${'pod' in action ? action.pod : ''}`);
}

describe('a password that is changed', () => {
  test('is taken beside the old one, then shown, and the old one is refused when the grace is over', () => {
    const asked = { ...settled(), wanted: { app: 'new' } };
    const added = pass(asked);
    expect(acceptedBy(added)).toEqual(['new', 'old']);
    expect(added.bindings.app?.digest).toBe('old');
    const shown = pass(added);
    expect(shown.bindings.app?.digest).toBe('new');
    const waiting = passes(later(shown, graceSeconds - 1));
    expect(acceptedBy(waiting)).toEqual(['new', 'old']);
    expect(plan(observeAccess(waiting))).toMatchObject({ requeueAfterMs: 1_000 });
    const over = passes(later(waiting, 1));
    expect(acceptedBy(over)).toEqual(['new']);
    expect(over.acl?.redis.find(({ name }) => name === 'app')?.digests).toEqual(['new']);
    expect(plan(observeAccess(over)).step).toBeUndefined();
  });

  test('says so, without a word of what it is', () => {
    const { step } = plan(observeAccess({ ...settled(), wanted: { app: 'n3w' } }));
    expect(step).toMatchObject({ rule: 'KeepUsers', reason: expect.stringMatching(/^app may use its new password on cart-redis-0, /) });
    expect(step?.reason).not.toContain('n3w');
  });

  test('is not shown while a server cannot be asked, which may serve clients all the same', () => {
    const cut = withServer(settled(), 'cart-redis-1', { isCutOff: true });
    const waiting = passes({ ...cut, wanted: { app: 'new' } });
    expect(waiting.bindings.app?.digest).toBe('old');
    expect(plan(observeAccess(waiting)).step?.reason).toContain('cart-redis-1 to accept the new password of app');
    const healed = passes(withServer(waiting, 'cart-redis-1', { isCutOff: false }));
    expect(healed.bindings.app?.digest).toBe('new');
  });

  test('does not wait for a pod that is not there, which reads the new one when it starts', () => {
    const away = withServer(settled(), 'cart-redis-2', { isRunning: false });
    const shown = passes({ ...away, wanted: { app: 'new' } });
    expect(shown.bindings.app?.digest).toBe('new');
    expect(acceptedOn(startedAnew(shown, 'cart-redis-2'), 'cart-redis-2')).toEqual(['new', 'old']);
  });

  test('may be changed again, or back, before it is done', () => {
    const half = pass(pass({ ...settled(), wanted: { app: 'new' } }));
    const again = passes({ ...half, wanted: { app: 'newer' } });
    expect(acceptedBy(again)).toEqual(['new', 'newer', 'old']);
    expect(acceptedBy(passes(later(again, graceSeconds)))).toEqual(['newer']);
    const back = passes({ ...half, wanted: { app: 'old' } });
    expect(back.bindings.app?.digest).toBe('old');
    expect(acceptedBy(passes(later(back, graceSeconds)))).toEqual(['old']);
  });

  test('and whose Secret then has none changes nothing', () => {
    const half = pass({ ...settled(), wanted: { app: 'new' } });
    const gone = { ...half, wanted: {} };
    expect(plan(observeAccess(gone)).step).toBeUndefined();
    expect(acceptedBy(passes(gone))).toEqual(['new', 'old']);
  });
});

describe('users', () => {
  test('are made, changed and removed live', () => {
    const made = passes({ ...settled(), spec: { auth, users: [reporting] }, wanted: { app: 'old', reporting: 'r' } });
    expect(acceptedBy(made, 'reporting')).toEqual(['r']);
    const changed = { ...made, spec: { auth, users: [{ ...reporting, permissions: ['+@all', '~*'] }] } };
    expect(plan(observeAccess(changed)).step?.reason).toBe('reporting gets its permissions on cart-redis-0, cart-redis-1, cart-redis-2');
    const removed = passes({ ...changed, spec: { auth } });
    expect(acceptedBy(removed, 'reporting')).toBeUndefined();
    expect(removed.acl?.redis.map(({ name }) => name)).not.toContain('reporting');
  });

  test('what somebody did by hand is undone', () => {
    const world = settled();
    const { users = [] } = world.servers['cart-redis-0'] ?? {};
    const byHand = users.map((user) => (user.name === 'app' ? { ...user, rules: 'on nopass ~* +@all' } : user));
    const opened = byHand.map((user) => (user.name === 'default' ? { ...user, rules: 'on nopass ~* +@all' } : user));
    const changed = withServer(world, 'cart-redis-0', { users: [...opened, { name: 'eve', rules: 'on nopass', digests: [] }] });
    expect(passes(changed).servers['cart-redis-0']?.users.toSorted(byName)).toEqual(users.toSorted(byName));
  });

  test('with a permission that Redis refuses keeps what it had, is named, and holds nothing else up', () => {
    const before = passes({ ...settled(), spec: { auth, users: [reporting] }, wanted: { app: 'old', reporting: 'r' } });
    const spec = {
      auth,
      users: [
        { ...reporting, permissions: ['+nosuch'] },
        { name: 'other', permissions: ['+@write'] },
      ],
    };
    const after = passes({ ...before, spec, wanted: { app: 'new', reporting: 'r2', other: 'o' } });
    const live = after.servers['cart-redis-0']?.users.find(({ name }) => name === 'reporting');
    expect(live?.rules).toContain('+@read');
    expect(after.acl?.redis.find(({ name }) => name === 'reporting')?.rules).toBe(live?.rules);
    expect(acceptedBy(after, 'other')).toEqual(['o']);
    expect([after.bindings.app?.digest, after.bindings.reporting?.digest]).toEqual(['new', 'r2']);
    const given = observeAccess(after);
    const stalled = status(given, plan(given), { problems: [] }).conditions?.find(({ type }) => type === 'Stalled');
    expect(stalled).toMatchObject({
      status: 'True',
      reason: 'InvalidPermissions',
      message: expect.stringContaining('spec.users[0].permissions'),
    });
    expect(actionsOf(after)).toEqual([]);
  });

  test('of a server that an older operator started are left to its roll', () => {
    const given = observeAccess(settled());
    const members = given.members.map((member) => {
      if (member.server.state !== 'serving') return member;
      const { access: _, ...server } = member.server;
      return { ...member, server };
    });
    expect(plan({ ...given, members }).step).toBeUndefined();
  });
});

test('whichever action the operator dies at, nobody is refused, and it comes to the same end', { timeout: 120_000 }, () => {
  const before = settled({ auth, users: [reporting] }, { app: 'old', reporting: 'r', batch: 'b' });
  const spec = { auth, users: [{ name: 'batch', permissions: ['+@write', '~batch:*'] }] };
  const run = crashBetweenActions<AccessWorld, Observed, RedisAction>({
    start: () => ({ ...before, spec, wanted: { app: 'new', batch: 'b', reporting: 'r' } }),
    observe: observeAccess,
    plan,
    perform: performAccess,
    apply: applyAccess,
    settle: (world) => later(world, 10),
    isDone: ({ acl }) => acl?.redis.find(({ name }) => name === 'app')?.digests.join() === 'new',
    invariant: refusedClient,
    fingerprint: ({ servers, acl, bindings }) => [
      Object.values(servers).map(({ users }) => users.toSorted(byName)),
      acl,
      Object.entries(bindings).map(([user, { digest }]) => [user, digest]),
    ],
  });
  expect(run.actions).toBeGreaterThan(12);
  for (const pod of accessPods) {
    const known = run.world.servers[pod]?.users.map(({ name }) => name).toSorted();
    const wanted = (isSentinel(pod) ? sentinelUsers : redisUsers)(clusterOf(run.world)).map(({ name }) => name);
    expect(known).toEqual(wanted.toSorted());
  }
  expect(acceptedBy(run.world)).toEqual(['new']);
});

function byName(a: { readonly name: string }, b: { readonly name: string }): number {
  return a.name < b.name ? -1 : 1;
}
