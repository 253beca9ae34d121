import fc from 'fast-check';
import { expect, test } from 'vitest';
import { type RotationAction, rotateSecret } from './rotate-secret.ts';

/** A server and the files it starts from; `isCutOff` from the operator, and not from anybody else. */
type Server = { live: Set<string> | undefined; atStart: Set<string>; isCutOff: boolean };
type Presenter = { live: string; atStart: string };
type World = { servers: Server[]; presenters: Presenter[]; wanted: string };

const count = 3;
const index = fc.nat(count - 1);
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), effects: fc.nat(8) }) },
  fc.record({ kind: fc.constant('stop' as const), index }),
  fc.record({ kind: fc.constant('start' as const), index }),
  fc.record({ kind: fc.constant('cut' as const), index, isCutOff: fc.boolean() }),
  fc.record({ kind: fc.constant('restart presenter' as const), index }),
  fc.record({ kind: fc.constant('want' as const), secret: fc.constantFrom('a', 'b', 'c', 'd') }),
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

function decide({ servers, presenters, wanted }: World) {
  return rotateSecret({
    wanted,
    servers: servers.map(({ live, atStart, isCutOff }, n) => ({
      name: String(n),
      accepts: live === undefined ? 'Stopped' : isCutOff ? 'Unknown' : [...live],
      acceptsAtStart: [...atStart],
    })),
    presenters: presenters.map(({ live, atStart }, n) => ({ name: String(n), presents: [...new Set([live, atStart])] })),
  });
}

/** The two effects of each action, in this order; a crash may come between them. */
function effectsOf(world: World, action: RotationAction): readonly (() => void)[] {
  if (action.kind === 'present-secret') {
    const presenter = at(world.presenters, Number(action.presenter));
    return [() => (presenter.atStart = action.secret), () => (presenter.live = action.secret)].map((effect) => () => void effect());
  }
  const server = at(world.servers, Number(action.server));
  const change = (secrets: Set<string> | undefined) => {
    if (action.kind === 'accept-secret') secrets?.add(action.secret);
    else secrets?.delete(action.secret);
  };
  return [() => change(server.atStart), () => change(server.isCutOff ? undefined : server.live)];
}

function at<T>(list: readonly T[], n: number): T {
  const entry = list[n];
  if (entry === undefined) throw new Error(`no ${n}`);
  return entry;
}

function happen(world: World, happened: Event): void {
  switch (happened.kind) {
    case 'pass':
      for (const effect of decide(world)
        .actions.flatMap((action) => effectsOf(world, action))
        .slice(0, happened.effects)) {
        effect();
        nobodyIsRefused(world);
      }
      return;
    case 'stop':
      at(world.servers, happened.index).live = undefined;
      return;
    case 'start':
      at(world.servers, happened.index).live ??= new Set(at(world.servers, happened.index).atStart);
      return;
    case 'cut':
      at(world.servers, happened.index).isCutOff = happened.isCutOff;
      return;
    case 'restart presenter':
      at(world.presenters, happened.index).live = at(world.presenters, happened.index).atStart;
      return;
    case 'want':
      world.wanted = happened.secret;
  }
}

function nobodyIsRefused({ servers, presenters }: World): void {
  for (const secret of presenters.flatMap(({ live, atStart }) => [live, atStart])) {
    for (const { live, atStart } of servers) {
      expect(live === undefined || live.has(secret)).toBe(true);
      expect(atStart.has(secret)).toBe(true);
    }
  }
}

test('nobody is ever refused, and in the end the wanted secret is the only one', () => {
  fc.assert(
    fc.property(fc.array(event, { maxLength: 40 }), (events) => {
      const world: World = {
        servers: Array.from({ length: count }, () => ({ live: new Set(['a']), atStart: new Set(['a']), isCutOff: false })),
        presenters: Array.from({ length: count }, () => ({ live: 'a', atStart: 'a' })),
        wanted: 'a',
      };
      for (const happened of events) {
        happen(world, happened);
        nobodyIsRefused(world);
      }
      for (const server of world.servers) Object.assign(server, { isCutOff: false, live: server.live ?? new Set(server.atStart) });
      for (let n = 0; n < 3; n++) happen(world, { kind: 'pass', effects: Number.POSITIVE_INFINITY });
      expect(decide(world)).toEqual({ phase: 'Settled', actions: [], waitsFor: [] });
      expect(world.servers.map(({ live, atStart }) => [...(live ?? []), ...atStart])).toEqual(
        world.servers.map(() => [world.wanted, world.wanted]),
      );
      expect(world.presenters).toEqual(world.presenters.map(() => ({ live: world.wanted, atStart: world.wanted })));
    }),
    { numRuns: 500 },
  );
});
