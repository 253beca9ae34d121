import { runModel, runPasses } from '@dataservices/testing';
import fc from 'fast-check';
import { describe, test } from 'vitest';
import { settle } from '../testing/settle-world.ts';
import { wholeCopies } from '../testing/simulated-queue.ts';
import { apply, nothing, observe, pass, perform, runningIn, type World } from '../testing/world.ts';
import { ordinalIn } from '../testing/world-changes.ts';
import { brokenPromise, isAsWanted } from '../testing/world-promises.ts';

/** What people and machines do, and how many passes the operator has before the next of it. */
type Incident = { readonly passes: number } & (
  | { readonly kind: 'resize'; readonly replicas: number }
  | { readonly kind: 'configure'; readonly channelMax: number }
  | { readonly kind: 'balance members'; readonly mode: 'Enabled' | 'Disabled' }
  | { readonly kind: 'lose pod'; readonly ordinal: number }
  /** Only while others have all that was on it: more than RabbitMQ copes with is not for the operator to mend. */
  | { readonly kind: 'lose volume'; readonly ordinal: number }
  | { readonly kind: 'forget the object' }
);

const passes = fc.integer({ min: 0, max: 25 });
const ordinal = fc.nat(5);
const incident: fc.Arbitrary<Incident> = fc.oneof(
  { weight: 5, arbitrary: fc.record({ kind: fc.constant('resize' as const), replicas: fc.nat(6), passes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('configure' as const), channelMax: fc.constantFrom(1000, 2000), passes }) },
  {
    weight: 1,
    arbitrary: fc.record({
      kind: fc.constant('balance members' as const),
      mode: fc.constantFrom('Enabled' as const, 'Disabled' as const),
      passes,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose pod' as const), ordinal, passes }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('lose volume' as const), ordinal, passes }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('forget the object' as const), passes }) },
);

function happen(world: World, what: Incident): World {
  switch (what.kind) {
    case 'resize':
      return { ...world, spec: { ...world.spec, replicas: what.replicas } };
    case 'configure':
      return { ...world, spec: { ...world.spec, config: { channel_max: what.channelMax } } };
    case 'balance members':
      return { ...world, spec: { ...world.spec, clustering: { balanceMembers: what.mode } } };
    case 'lose pod':
      return { ...world, pods: world.pods.filter(({ name }) => ordinalIn(name) !== what.ordinal) };
    case 'lose volume':
      return loseVolume(world, what.ordinal);
    case 'forget the object':
      return { ...world, status: {}, set: undefined, pods: [] };
  }
}

function loseVolume(world: World, lost: number): World {
  const { nodes, queues } = world.cluster;
  const running = runningIn(world);
  const others = nodes.filter((one) => one !== lost);
  const areOthersEnough = others.length * 2 > nodes.length && others.every((one) => running.includes(one));
  const haveAll = queues.every((queue) => {
    const copies = wholeCopies(queue);
    return copies.filter((one) => one !== lost).length * 2 > copies.length;
  });
  if (!areOthersEnough || !haveAll) return world;
  const pods = world.pods.filter(({ name }) => ordinalIn(name) !== lost);
  return { ...world, pods, volumes: world.volumes.filter(({ ordinal: at }) => at !== lost) };
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

describe('whatever is asked for and whatever is lost, in the middle of anything', { timeout: 120_000 }, () => {
  test('the cluster comes to what was asked for last, is one, and somebody has all of every queue', () => {
    fc.assert(
      fc.property(fc.array(incident, { minLength: 1, maxLength: 6 }), (incidents) => {
        const founded = runPasses(model({ ...nothing, spec: { replicas: 3 } }), 25);
        const end = incidents.reduce((world, what) => runPasses(model(happen(world, what)), what.passes), founded);
        runModel(model(end), { longestPasses: 250 });
      }),
      { numRuns: 12 },
    );
  });
});
