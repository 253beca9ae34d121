import { runModel, runPasses } from '@dataservices/testing';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { settle } from '../testing/settle-world.ts';
import { nothing, observe, pass, type World } from '../testing/world.ts';
import { apply, perform } from '../testing/world-actions.ts';
import { brokenPromise, isAsWanted } from '../testing/world-promises.ts';

/** What people and machines do to a cluster while it is busy with what they did before. */
type Trouble =
  | { readonly kind: 'size'; readonly replicas: number }
  | { readonly kind: 'controllers'; readonly replicas: number }
  | { readonly kind: 'restart'; readonly partitions: number }
  | { readonly kind: 'limit'; readonly rate: number }
  | { readonly kind: 'users'; readonly names: readonly string[] }
  | { readonly kind: 'kill'; readonly at: number }
  | { readonly kind: 'lose-volume'; readonly at: number };

const trouble: fc.Arbitrary<Trouble> = fc.oneof(
  fc.record({ kind: fc.constant('size' as const), replicas: fc.constantFrom(0, 3, 4, 5) }),
  fc.record({ kind: fc.constant('controllers' as const), replicas: fc.constantFrom(3, 5) }),
  fc.record({ kind: fc.constant('restart' as const), partitions: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('limit' as const), rate: fc.constantFrom(1024, 2048) }),
  fc.record({ kind: fc.constant('users' as const), names: fc.subarray(['shop', 'reports', 'audit']) }),
  fc.record({ kind: fc.constant('kill' as const), at: fc.nat(9) }),
  fc.record({ kind: fc.constant('lose-volume' as const), at: fc.nat(9) }),
);

/** One trouble, and for how many passes nothing else happens. */
const course = fc.array(fc.tuple(trouble, fc.integer({ min: 0, max: 15 })), { maxLength: 5 });

function disturbed(world: World, what: Trouble): World {
  const { spec } = world;
  switch (what.kind) {
    case 'size':
      return { ...world, spec: { ...spec, replicas: what.replicas } };
    case 'controllers':
      return { ...world, spec: { ...spec, controllers: { replicas: what.replicas } } };
    case 'restart':
      return { ...world, spec: { ...spec, config: { 'num.partitions': what.partitions } } };
    case 'limit':
      return { ...world, spec: { ...spec, rebalance: { throttleBytesPerSecond: what.rate } } };
    case 'users':
      return { ...world, spec: { ...spec, users: what.names.map((name) => ({ name })) } };
    case 'kill':
      return { ...world, pods: world.pods.filter((_, index) => index !== what.at) };
    case 'lose-volume':
      return isWhole(world) ? withoutVolume(world, what.at) : world;
  }
}

/** Two lost copies at once are more than anybody promised to survive. */
function isWhole(world: World): boolean {
  return isAsWanted(world) && world.pods.length > 0;
}

function withoutVolume(world: World, at: number): World {
  const lost = world.pods[at];
  if (lost === undefined) return world;
  const isLost = ({ role, ordinal }: { readonly role: string; readonly ordinal: number }) => role === lost.role && ordinal === lost.ordinal;
  return { ...world, pods: world.pods.filter((one) => !isLost(one)), volumes: world.volumes.filter((one) => !isLost(one)) };
}

const model = (start: World) => ({
  start: () => start,
  observe,
  plan: pass,
  perform,
  apply,
  settle,
  isDone: isAsWanted,
  invariant: (world: World) => brokenPromise(world, 'nothing'),
});
const runs = process.env.DATASERVICES_E2E_TIER === 'full' ? 400 : 40;

describe('through any trouble', { timeout: 120_000 }, () => {
  const begun = runModel(model({ ...nothing, spec: { replicas: 3 } })).world;

  test('nothing acknowledged is lost, nobody founds twice or forgets a vote, and it comes to rest as asked for', () => {
    fc.assert(
      fc.property(course, (steps) => {
        let world = begun;
        for (const [what, passes] of steps) world = runPasses(model(disturbed(world, what)), passes);
        const asked = (world.spec.replicas ?? 3) === 0 ? { ...world, spec: { ...world.spec, replicas: 3 } } : world;
        const { world: end } = runModel(model(asked), { longestPasses: 600 });
        expect(end.kafka?.partitions.every(({ isr }) => isr.length === 3)).toBe(true);
        expect(end.kafka?.voters.length).toBe(end.spec.controllers?.replicas ?? 3);
      }),
      { numRuns: runs },
    );
  });
});
