import { runModel, runPasses } from '@dataservices/testing';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { apply, nothing, observe, ordinalIn, pass, perform, runningIn, settle, type World } from '../testing/world.ts';
import { brokenPromise, isAsWanted } from '../testing/world-promises.ts';

/** What people and machines do, and how many passes the operator has before the next of it. */
type Incident = { readonly passes: number } & (
  | { readonly kind: 'resize'; readonly replicas: number }
  | { readonly kind: 'configure'; readonly snapCount: number }
  | { readonly kind: 'limit voters'; readonly maxVoters: number }
  | { readonly kind: 'lose pod'; readonly ordinal: number }
  /** Only while nobody else is away: more than ZooKeeper copes with is not for the operator to mend. */
  | { readonly kind: 'lose volume'; readonly ordinal: number; readonly part: 'data' | 'log' }
  | { readonly kind: 'forget the object' }
);

const passes = fc.integer({ min: 0, max: 25 });
const ordinal = fc.nat(6);
const incident: fc.Arbitrary<Incident> = fc.oneof(
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('resize' as const), replicas: fc.nat(7), passes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure' as const), snapCount: fc.constantFrom(1000, 2000), passes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('limit voters' as const), maxVoters: fc.integer({ min: 3, max: 7 }), passes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose pod' as const), ordinal, passes }) },
  {
    weight: 2,
    arbitrary: fc.record({
      kind: fc.constant('lose volume' as const),
      ordinal,
      part: fc.constantFrom('data' as const, 'log' as const),
      passes,
    }),
  },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget the object' as const), passes }) },
);

function happen(world: World, what: Incident): World {
  switch (what.kind) {
    case 'resize':
      return { ...world, spec: { ...world.spec, replicas: what.replicas } };
    case 'configure':
      return { ...world, spec: { ...world.spec, config: { snapCount: what.snapCount } } };
    case 'limit voters':
      return { ...world, spec: { ...world.spec, quorum: { maxVoters: what.maxVoters } } };
    case 'lose pod':
      return { ...world, pods: world.pods.filter(({ name }) => ordinalIn(name) !== what.ordinal) };
    case 'lose volume':
      return loseVolume(world, what.ordinal, what.part);
    case 'forget the object':
      return { ...world, status: {}, set: undefined, pods: [] };
  }
}

function loseVolume(world: World, lost: number, part: 'data' | 'log'): World {
  const { members } = world.ensemble;
  const voters = members.filter(({ role }) => role === 'participant').map(({ id }) => id);
  const others = voters.filter((id) => id !== lost + 1);
  const running = runningIn(world);
  const areOthersEnough = others.length * 2 > voters.length && others.every((id) => running.includes(id));
  if (!areOthersEnough) return world;
  const pods = world.pods.filter(({ name }) => ordinalIn(name) !== lost);
  const stays = ({ ordinal: at }: { readonly ordinal: number }) => at !== lost;
  return part === 'log' ? { ...world, pods, logs: world.logs.filter(stays) } : { ...world, pods, volumes: world.volumes.filter(stays) };
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

describe('whatever is asked for and whatever is lost, in the middle of anything', { timeout: 60_000 }, () => {
  test('the ensemble comes to what was asked for last, is one, and keeps its data', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(incident, { minLength: 1, maxLength: 6 }), (hasLogs, incidents) => {
        const founded = runPasses(model({ ...nothing, spec: { replicas: 3, ...(hasLogs && { logStorage: {} }) } }), 20);
        const end = incidents.reduce((world, what) => runPasses(model(happen(world, what)), what.passes), founded);
        runModel(model(end), { longestPasses: 150 });
      }),
      { numRuns: 12 },
    );
  });
});
