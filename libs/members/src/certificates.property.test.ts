import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ownCertificates } from './own-certificates.ts';
import { providedCertificates } from './provided-certificates.ts';
import { dayMs } from './testing/certificate-samples.ts';
import { CertificateWorld } from './testing/certificate-world.ts';

const policy = { authorityLifetimeMs: 300 * dayMs, certificateLifetimeMs: 30 * dayMs, clockSkewMs: 0 };

const index = fc.constantFrom<number>(0, 0, 0, 1, 2, 3, 4);
const common = [
  { weight: 6, arbitrary: fc.record({ kind: fc.constant('pass' as const), actions: fc.nat(6) }) },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('load' as const), index, what: fc.constantFrom('trust' as const, 'certificate' as const) }),
  },
  // The operator does its part, and so do all but one, which is the same one as a rule: only so it falls far behind.
  { weight: 12, arbitrary: fc.record({ kind: fc.constant('round' as const), except: fc.constantFrom<number>(0, 0, 0, -1) }) },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant('cut' as const), index, isCutOff: fc.boolean() }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('join' as const) }) },
] as const;
const own = fc.oneof(
  ...common,
  { weight: 3, arbitrary: fc.record({ kind: fc.constant('time' as const), days: fc.constantFrom(1, 20, 100, 200) }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('rename' as const), index }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('lose authority' as const) }) },
);
const provided = fc.oneof(...common, {
  weight: 2,
  arbitrary: fc.record({ kind: fc.constant('provide' as const), id: fc.constantFrom('a', 'b', 'c') }),
});
type Event = (typeof own extends fc.Arbitrary<infer E> ? E : never) | (typeof provided extends fc.Arbitrary<infer E> ? E : never);

function decide(world: CertificateWorld) {
  return world.provided === undefined
    ? ownCertificates({ ...world.observed(), policy })
    : providedCertificates({ ...world.observed(), provided: world.provided });
}

function happen(world: CertificateWorld, event: Event): void {
  const party = 'index' in event ? world.parties[event.index] : undefined;
  switch (event.kind) {
    case 'pass':
      for (const action of decide(world).actions.slice(0, event.actions)) {
        world.perform(action);
        expect(world.refusals()).toEqual([]);
      }
      break;
    case 'round':
      happen(world, { kind: 'pass', actions: Number.POSITIVE_INFINITY });
      for (const [n] of world.parties.entries()) if (n !== event.except) loadAll(world, n);
      break;
    case 'load':
      world.load(event.index, event.what);
      break;
    case 'cut':
      if (party !== undefined) party.isCutOff = event.isCutOff;
      break;
    case 'join':
      if (world.parties.length < 5) world.join();
      break;
    case 'time':
      world.now += event.days * dayMs;
      break;
    case 'rename':
      if (party !== undefined) party.names = [...party.names, `host${world.now}`];
      break;
    case 'lose authority':
      loseAuthority(world);
      break;
    case 'provide':
      world.provide(event.id, 30 * dayMs);
  }
  expect(world.refusals()).toEqual([]);
}

function loadAll(world: CertificateWorld, n: number): void {
  happen(world, { kind: 'load', index: n, what: 'trust' });
  happen(world, { kind: 'load', index: n, what: 'certificate' });
}

/** Its key is gone; that it was trusted is still known. */
function loseAuthority(world: CertificateWorld): void {
  const { current, next, previous } = world.authorities;
  if (current !== undefined) world.authorities = { ...(next && { next }), previous: [...previous, current] };
}

function settle(world: CertificateWorld): void {
  for (const party of world.parties) party.isCutOff = false;
  for (let pass = 0; pass < 12; pass++) happen(world, { kind: 'round', except: -1 });
  expect(decide(world)).toEqual({ actions: [], waitsFor: [], overdue: [] });
  expect(world.authorities).toEqual({ current: expect.anything(), previous: [] });
  for (const { trust, certificate } of world.parties) {
    expect(trust.live).toEqual([world.authorities.current?.id]);
    expect(certificate.live?.issuer).toBe(world.authorities.current?.id);
  }
}

test.for([
  ['own', own],
  ['provided', provided],
] as const)('%s: whatever comes between, nobody presents what another does not trust, and it settles on one authority', ([kind, event]) => {
  fc.assert(
    fc.property(fc.array<Event>(event, { maxLength: 60 }), (events) => {
      const world = new CertificateWorld();
      for (let n = 0; n < 3; n++) world.join();
      if (kind === 'provided') world.provide('a', 30 * dayMs);
      for (const happened of events) happen(world, happened);
      settle(world);
    }),
    { numRuns: 500 },
  );
});

test('with an operator that looks once a day, nothing ever expires, whoever is away for a while', () => {
  const absences = fc.array(fc.record({ day: fc.nat(1000), index: fc.nat(2), days: fc.integer({ min: 1, max: 60 }) }), { maxLength: 8 });
  fc.assert(
    fc.property(absences, (away) => {
      const world = new CertificateWorld();
      for (let n = 0; n < 3; n++) world.join();
      settle(world);
      for (let day = 1; day < 1000; day++) {
        for (const [n, party] of world.parties.entries()) {
          party.isCutOff = away.some((absence) => absence.index === n && day >= absence.day && day < absence.day + absence.days);
        }
        happen(world, { kind: 'time', days: 1 });
        happen(world, { kind: 'round', except: -1 });
        for (const { certificate } of world.parties) expect(certificate.live?.notAfter).toBeGreaterThan(world.now);
      }
    }),
    { numRuns: 10 },
  );
});
