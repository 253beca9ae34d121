import fc from 'fast-check';
import { expect, test } from 'vitest';
import { internalUsers } from '../resources/internal-secret.ts';
import {
  type AccessWorld,
  accessPods,
  applyAccess,
  isSentinel,
  newAccessWorld,
  observeAccess,
  performAccess,
  startedAnew,
  withServer,
} from '../testing/access-world.ts';
import { type InternalWorld, loads, mounts, refusedPart, restarts } from '../testing/internal-world.ts';
import { plan } from './plan.ts';

const all = Number.POSITIVE_INFINITY;
const pod = fc.constantFrom(...accessPods);
const event = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'pass' as const, objects: all, actions: all }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('pass' as const), objects: fc.nat(3), actions: fc.nat(12) }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('mount' as const), pod }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('load' as const), pod }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('ask' as const), token: fc.constantFrom('a', 'b', 'c') }) },
  fc.record({ kind: fc.constant('restart' as const), pod }),
  fc.record({ kind: fc.constant('stop' as const), pod }),
  fc.record({ kind: fc.constant('start' as const), pod }),
  fc.record({ kind: fc.constant('cut' as const), pod, isCutOff: fc.boolean() }),
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** As many of the applies and of the actions as come before the operator dies. */
function pass(world: AccessWorld, objects = all, actions = all): AccessWorld {
  const { applies, step } = plan(observeAccess(world));
  const secrets = applies.filter(({ kind }) => kind === 'Secret');
  return (step?.actions ?? []).slice(0, actions).reduce(performAccess, applyAccess(world, secrets.slice(0, objects)));
}

const inside = (world: AccessWorld, change: (internal: InternalWorld) => InternalWorld) => ({ ...world, internal: change(world.internal) });

function happen(world: AccessWorld, happened: Event): AccessWorld {
  switch (happened.kind) {
    case 'pass':
      return pass(world, happened.objects, happened.actions);
    case 'ask':
      return inside(world, (internal) => ({ ...internal, asked: happened.token }));
    case 'mount':
      return inside(world, (internal) => mounts(internal, happened.pod));
    case 'load':
      return inside(world, (internal) => loads(internal, happened.pod));
    case 'restart':
      return isSentinel(happened.pod) ? inside(world, (internal) => restarts(internal, happened.pod)) : world;
    case 'stop':
      return withServer(world, happened.pod, { isRunning: false });
    case 'start':
      return world.servers[happened.pod]?.isRunning === true ? world : startedAnew(world, happened.pod);
    case 'cut':
      return withServer(world, happened.pod, { isCutOff: happened.isCutOff });
  }
}

const start = [1, 2, 3, 4].reduce((world) => pass(world), newAccessWorld({}, { app: 'a' }));

/** Everybody is there, and whatever was begun goes to its end. */
function settle(world: AccessWorld): AccessWorld {
  let now = accessPods.reduce((before, name) => happen(withServer(before, name, { isCutOff: false }), { kind: 'start', pod: name }), world);
  for (let round = 0; round < 12; round++) {
    now = pass(accessPods.reduce((before, name) => inside(before, (internal) => loads(mounts(internal, name), name)), now));
    expect(refusedPart(now.internal, now.servers)).toBeUndefined();
  }
  return now;
}

test('a change of the internal passwords refuses no part of the cluster, whatever happens meanwhile, and comes to its end', {
  timeout: 300_000,
}, () => {
  let rotated = 0;
  fc.assert(
    fc.property(fc.array(event, { minLength: 10, maxLength: 60 }), (events) => {
      let world = happen(start, { kind: 'ask', token: 'a' });
      for (const happened of events) {
        world = happen(world, happened);
        expect(refusedPart(world.internal, world.servers)).toBeUndefined();
      }
      const { internal, servers } = settle(world);
      const { current, next, previous, rotation } = internal.secret;
      expect({ next, previous, rotation }).toEqual({ next: undefined, previous: undefined, rotation: internal.asked });
      for (const user of internalUsers) {
        for (const [name, { users }] of Object.entries(servers)) {
          const known = users.find((one) => one.name === user);
          if (known !== undefined) expect([name, user, known.digests]).toEqual([name, user, [current[user]]]);
        }
      }
      for (const { mounted, toMaster } of Object.entries(internal.pods).flatMap(([name, one]) => (isSentinel(name) ? [] : [one])))
        expect({ mounted, toMaster }).toEqual({ mounted: current, toMaster: current.replication });
      for (const { toServers, toSentinels } of Object.entries(internal.pods).flatMap(([name, one]) => (isSentinel(name) ? [one] : [])))
        expect({ toServers, toSentinels }).toEqual({ toServers: current.sentinel, toSentinels: current.sentinel });
      rotated += internal.made;
    }),
    { numRuns: 60 },
  );
  expect(rotated).toBeGreaterThanOrEqual(60);
});
