import fc from 'fast-check';
import type { EffectCrash } from './effects.ts';
import { brokenImage } from './kube-world.ts';
import type { Quirk } from './quirk.ts';
import type { TimedEvent } from './run-world.ts';
import type { Which, WorldEvent } from './world-event.ts';

/** How a world begins, and what befalls it and the operator. */
export type AnyCourse = {
  /** Whether there is nothing yet but the custom resource; else a cluster that was formed before. */
  readonly isNew: boolean;
  readonly replicas: number;
  readonly whenScaled: 'Retain' | 'Delete';
  readonly quirks: readonly Quirk[];
  readonly events: readonly TimedEvent[];
  readonly crashes: readonly EffectCrash[];
};

const ordinal = fc.nat(4);
const sentinel = fc.nat(2);
const member: fc.Arbitrary<Which> = fc.oneof(
  fc.constant<Which>('master'),
  ordinal.map((at): Which => `data-${at}`),
);
const anybody: fc.Arbitrary<Which> = fc.oneof(
  { weight: 3, arbitrary: member },
  { weight: 1, arbitrary: sentinel.map((at): Which => `sentinel-${at}`) },
);
const whileMs = fc.constantFrom(2_000, 8_000, 30_000);

const size: fc.Arbitrary<WorldEvent> = fc.integer({ min: 0, max: 5 }).map((replicas) => ({ kind: 'ask', changes: { replicas } }));
const sentinelSize: fc.Arbitrary<WorldEvent> = fc
  .constantFrom(1, 3, 5)
  .map((replicas) => ({ kind: 'ask', changes: { sentinel: { replicas } } }));
const template: fc.Arbitrary<WorldEvent> = fc
  .constantFrom('redis:8.0.3', 'redis:8.0.4')
  .map((image) => ({ kind: 'ask', changes: { image } }));
const token = fc.constantFrom('t1', 't2', 't3');
const request: fc.Arbitrary<WorldEvent> = fc
  .record({ name: fc.constantFrom('restart' as const, 'replaceMember' as const, 'switchOver' as const), ordinal: fc.nat(2), token })
  .map((asked) => ({ kind: 'annotate', ...asked }));

/** One size: a smaller one afterwards would be for a person to take back. */
const volumeSize: fc.Arbitrary<WorldEvent> = fc.constant({ kind: 'grow', size: '20Gi' });

const planned: fc.Arbitrary<WorldEvent> = fc.oneof(
  size,
  sentinelSize,
  template,
  request,
  volumeSize,
  member.map((pod): WorldEvent => ({ kind: 'delete-pod', pod })),
);

const fault: fc.Arbitrary<WorldEvent> = fc.oneof(
  anybody.map((pod): WorldEvent => ({ kind: 'kill', pod })),
  anybody.map((pod): WorldEvent => ({ kind: 'delete-pod', pod })),
  fc.record({ kind: fc.constantFrom('hang' as const, 'cut-off' as const, 'lose-node' as const), pod: anybody, forMs: whileMs }),
  member.map((pod): WorldEvent => ({ kind: 'lose-volume', pod })),
  fc.record({
    kind: fc.constant('lose-sentinels' as const),
    how: fc.constantFrom('deleted' as const, 'without power' as const),
    ordinals: fc.constantFrom([0, 1], [1, 2], [0, 2], [0, 1, 2]),
    forMs: fc.constantFrom(20_000, 60_000),
  }),
);

/** A template that no pod can run, and the one of before a little later. */
const takenBack: fc.Arbitrary<readonly TimedEvent[]> = fc.nat(40).map((second) => [
  { atMs: second * 1_000, event: { kind: 'ask', changes: { image: brokenImage } } },
  { atMs: second * 1_000 + 20_000, event: { kind: 'ask', changes: { image: 'redis:8.0.3' } } },
]);

const crashes = fc.uniqueArray(
  fc.record({ effect: fc.integer({ min: 1, max: 60 }), when: fc.constantFrom('before' as const, 'after' as const) }),
  { selector: ({ effect }) => effect, maxLength: 3 },
);

function timed(event: fc.Arbitrary<WorldEvent>, maxLength: number): fc.Arbitrary<readonly TimedEvent[]> {
  return fc.array(fc.record({ atMs: fc.nat(60).map((second) => second * 1_000), event }), { maxLength });
}

const quirk: fc.Arbitrary<Quirk> = fc.oneof(
  fc.record({
    kind: fc.constantFrom('promoted', 'in the lobby', 'paused', 'unlabelled', 'labelled master', 'outdated', 'broken'),
    ordinal,
  }) as fc.Arbitrary<Quirk>,
  fc.record({ kind: fc.constant('follows' as const), ordinal, host: ordinal }),
  fc.record({
    kind: fc.constant('volume' as const),
    ordinal,
    state: fc.constantFrom('empty', 'partial', 'diverged'),
  }) as fc.Arbitrary<Quirk>,
  fc.record({ kind: fc.constant('pod' as const), ordinal, state: fc.constantFrom('absent', 'terminating') }) as fc.Arbitrary<Quirk>,
  fc.record({ kind: fc.constantFrom('bare', 'knows no replica', 'ghosts', 'other settings'), sentinel }) as fc.Arbitrary<Quirk>,
  fc.record({ kind: fc.constant('stranger' as const), sentinel, host: ordinal }),
  fc.record({ kind: fc.constant('names' as const), sentinel, host: ordinal, epoch: fc.nat(3) }),
  fc.record({
    kind: fc.constant('half-done switch' as const),
    ordinal: fc.nat(2),
    phase: fc.constantFrom('choosing' as const, 'holdingWrites' as const, 'failingOver' as const),
    ageMs: fc.constantFrom(0, 10_000, 3_600_000),
  }),
  fc.record({ kind: fc.constant('all restart' as const), isForgotten: fc.boolean() }),
);

const replicas = fc.constantFrom(1, 2, 3, 3, 3, 5);
const whenScaled = fc.constantFrom('Retain' as const, 'Delete' as const);

/** Nothing but what the operator is asked for and does itself; and it may die meanwhile. */
export const anyPlannedCourse: fc.Arbitrary<AnyCourse> = fc.record({
  isNew: fc.constantFrom(true, false, false, false),
  replicas,
  whenScaled,
  quirks: fc.constant([]),
  events: timed(planned, 4),
  crashes,
});

/** Any state, and any trouble. */
export const anyTroubledCourse: fc.Arbitrary<AnyCourse> = fc.record({
  isNew: fc.constant(false),
  replicas,
  whenScaled,
  quirks: fc.array(quirk, { maxLength: 4 }),
  events: fc.tuple(timed(planned, 2), timed(fault, 3), fc.oneof(fc.constant([]), takenBack)).map((parts) => parts.flat()),
  crashes,
});
