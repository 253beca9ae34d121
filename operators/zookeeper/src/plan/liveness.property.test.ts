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

/** One pass of the operator, and one tick of the rest. @returns whether nothing was left to do, and the world afterwards */
function step(world: World): { readonly isIdle: boolean; readonly world: World } {
  const decided = pass(observe(world));
  const applied = check(apply(world, decided.applies));
  const acted = (decided.step?.actions ?? []).reduce((now, action) => check(perform(now, action)), applied);
  return { isIdle: decided.step === undefined, world: check(settle(acted)) };
}

function check(world: World): World {
  const broken = brokenPromise(world, 'nothing');
  if (broken !== undefined) throw new Error(broken);
  return world;
}

function live(world: World, longest: number): World {
  return Array.from({ length: longest }).reduce<World>((now) => step(now).world, world);
}

/** @throws Error that tells the state where it does not come to rest */
function comeToRest(start: World): World {
  let world = start;
  for (let count = 0; count < 150; count += 1) {
    const next = step(world);
    world = next.world;
    if (next.isIdle && isAsWanted(world)) return world;
  }
  const { rule, message } = world.status.operation ?? {};
  throw new Error(`does not come to rest: ${rule} ${message}\n${JSON.stringify(world.ensemble)}`);
}

describe('whatever is asked for and whatever is lost, in the middle of anything', { timeout: 60_000 }, () => {
  test('the ensemble comes to what was asked for last, is one, and keeps its data', () => {
    fc.assert(
      fc.property(fc.boolean(), fc.array(incident, { minLength: 1, maxLength: 6 }), (hasLogs, incidents) => {
        const founded = live({ ...nothing, spec: { replicas: 3, ...(hasLogs && { logStorage: {} }) } }, 20);
        const end = incidents.reduce((world, what) => live(happen(world, what), what.passes), founded);
        comeToRest(end);
      }),
      { numRuns: 12 },
    );
  });
});
