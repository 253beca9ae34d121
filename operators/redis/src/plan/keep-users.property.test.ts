import fc from 'fast-check';
import { expect, test } from 'vitest';
import {
  type AccessWorld,
  accessPods,
  applyAccess,
  newAccessWorld,
  observeAccess,
  performAccess,
  refusedClient,
  startedAnew,
  withServer,
} from '../testing/access-world.ts';
import { plan } from './plan.ts';

const all = Number.POSITIVE_INFINITY;
const pod = fc.constantFrom(...accessPods);
const event = fc.oneof(
  { weight: 8, arbitrary: fc.constant({ kind: 'pass' as const, objects: all, actions: all }) },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('pass' as const), objects: fc.nat(3), actions: fc.nat(12) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('later' as const), seconds: fc.integer({ min: 1, max: 30 }) }) },
  fc.record({ kind: fc.constant('want' as const), user: fc.constantFrom('app', 'batch'), secret: fc.constantFrom('a', 'b', 'c') }),
  fc.record({ kind: fc.constant('stop' as const), pod }),
  fc.record({ kind: fc.constant('start' as const), pod }),
  fc.record({ kind: fc.constant('cut' as const), pod, isCutOff: fc.boolean() }),
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

/** As many of the applies and of the actions as come before the API server is away, or the operator dies. */
function pass(world: AccessWorld, objects = all, actions = all): AccessWorld {
  const { applies, step } = plan(observeAccess(world));
  const secrets = applies.filter(({ kind }) => kind === 'Secret');
  return (step?.actions ?? []).slice(0, actions).reduce(performAccess, applyAccess(world, secrets.slice(0, objects)));
}

function happen(world: AccessWorld, happened: Event): AccessWorld {
  switch (happened.kind) {
    case 'pass':
      return pass(world, happened.objects, happened.actions);
    case 'later':
      return { ...world, now: world.now + happened.seconds * 1000 };
    case 'want':
      return { ...world, wanted: { ...world.wanted, [happened.user]: happened.secret } };
    case 'stop':
      return withServer(world, happened.pod, { isRunning: false });
    case 'start':
      return world.servers[happened.pod]?.isRunning === true ? world : startedAnew(world, happened.pod);
    case 'cut':
      return withServer(world, happened.pod, { isCutOff: happened.isCutOff });
  }
}

const spec = { auth: { previousPasswordSeconds: 20 }, users: [{ name: 'batch', permissions: ['+@write'] }] };

test('nobody is refused what a binding shows or showed lately, and in the end only the wanted password works', { timeout: 300_000 }, () => {
  const start = [1, 2, 3, 4].reduce((world) => pass(world), newAccessWorld(spec, { app: 'a', batch: 'a' }));
  fc.assert(
    fc.property(fc.array(event, { minLength: 10, maxLength: 40 }), (events) => {
      let world = start;
      for (const happened of events) {
        world = happen(world, happened);
        expect(refusedClient(world)).toBeUndefined();
      }
      for (const name of accessPods) world = happen(withServer(world, name, { isCutOff: false }), { kind: 'start', pod: name });
      for (const seconds of [0, 0, 0, 20, 0, 0]) world = pass({ ...world, now: world.now + seconds * 1000 });
      for (const user of ['app', 'batch']) {
        const accepted = accessPods.map((name) => world.servers[name]?.users.find((known) => known.name === user)?.digests);
        expect(accepted).toEqual(accessPods.map(() => [world.wanted[user]]));
        expect(world.bindings[user]?.digest).toBe(world.wanted[user]);
      }
    }),
    { numRuns: 60 },
  );
});
