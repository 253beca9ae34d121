import fc from 'fast-check';
import { expect, test } from 'vitest';
import { SharedCertificateWorld } from './testing/shared-certificate-world.ts';

const dayMs = 86_400_000;
const server = fc.nat(2);
const event = fc.oneof(
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), changes: fc.nat(3) }) },
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('load' as const), server }) },
  { weight: 4, arbitrary: fc.record({ kind: fc.constant('round' as const) }) },
  {
    weight: 4,
    arbitrary: fc.record({
      kind: fc.constant('time' as const),
      ms: fc.constantFrom(10_000, 60_000, 130_000, dayMs, 31 * dayMs, 200 * dayMs),
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const), server, isCutOff: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constantFrom('lose authority' as const, 'lose certificate' as const) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('provide' as const), id: fc.constantFrom('da', 'db', 'dc') }) },
);
type Event = typeof event extends fc.Arbitrary<infer E> ? E : never;

function happen(world: SharedCertificateWorld, change: Event): void {
  switch (change.kind) {
    case 'pass':
      world.pass(change.changes);
      break;
    case 'round':
      world.pass();
      for (const at of world.servers.keys()) world.load(at);
      break;
    case 'load':
      world.load(change.server);
      break;
    case 'time':
      // The operator looks every half a minute: no authority is forgotten, and none made, between two looks at the binding.
      world.pass();
      world.passTime(change.ms);
      break;
    case 'cut': {
      const cut = world.servers[change.server];
      if (cut !== undefined) cut.isCutOff = change.isCutOff;
      break;
    }
    // One or the other: with both, running servers learn of another authority only with its certificate.
    case 'lose authority':
      if (world.mounted?.leaf === undefined) break;
      world.current = undefined;
      world.next = undefined;
      break;
    case 'lose certificate':
      if (world.current === undefined) break;
      world.mounted = undefined;
      break;
    case 'provide':
      if (world.provided !== undefined) world.provide(change.id);
  }
  expect(world.refusals()).toEqual([]);
}

/** Each authority is followed by another one some day: what is looked for is a day without any of that. */
function settle(world: SharedCertificateWorld): boolean {
  for (const each of world.servers) each.isCutOff = false;
  for (let day = 0; day < 70; day++) {
    for (let round = 0; round < 4; round++) happen(world, { kind: 'round' });
    if (isSettled(world)) return true;
    happen(world, { kind: 'time', ms: dayMs });
  }
  return false;
}

function isSettled(world: SharedCertificateWorld): boolean {
  const { authorities, mounted } = world.input();
  const [only, ...others] = mounted.trusts;
  const isAlone = authorities.next === undefined && authorities.previous.length === 0 && others.length === 0;
  return isAlone && only === authorities.current?.id && mounted.certificate?.issuer === only && !world.pass();
}

function started(provided?: string): SharedCertificateWorld {
  const world = new SharedCertificateWorld();
  if (provided !== undefined) world.provide(provided);
  while (world.pass());
  for (let n = 0; n < 3; n++) world.start();
  expect(world.servers).toHaveLength(3);
  expect(world.refusals()).toEqual([]);
  return world;
}

test.for([['own'], ['provided']] as const)(
  '%s: nobody is shown a certificate of an authority that it does not trust, whatever is lost',
  ([kind]) => {
    fc.assert(
      fc.property(fc.array<Event>(event, { maxLength: 50 }), (events) => {
        const world = started(kind === 'own' ? undefined : 'da');
        for (const happened of events) happen(world, happened);
        expect(settle(world)).toBe(true);
      }),
      { numRuns: 300 },
    );
  },
);

test('certificate and authority lost at once are both made anew, although servers learn of that one after the other', () => {
  const world = started();
  world.current = undefined;
  world.mounted = undefined;
  while (world.pass());
  world.passTime(130_000);
  while (world.pass());
  for (const at of world.servers.keys()) world.load(at);
  expect(world.refusals()).toEqual([]);
  expect(settle(world)).toBe(true);
});
