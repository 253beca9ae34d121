import type { AnyCourse } from './any-course.ts';
import { brokenImage } from './kube-world.ts';

type Examples = [AnyCourse][];

const three = { isNew: false, replicas: 3, whenScaled: 'Retain', quirks: [], events: [], crashes: [] } as const satisfies AnyCourse;

/** Planned courses that did not come to their end once, or that chance seldom finds. */
export const knownPlannedCourses: Examples = [
  // A member leaves, and comes back after a stop with a volume of the past.
  [
    {
      ...three,
      events: [
        { atMs: 0, event: { kind: 'ask', changes: { replicas: 2 } } },
        { atMs: 60_000, event: { kind: 'ask', changes: { replicas: 0 } } },
        { atMs: 120_000, event: { kind: 'ask', changes: { replicas: 3 } } },
      ],
    },
  ],
  // A master that is to leave.
  [
    {
      ...three,
      events: [
        { atMs: 0, event: { kind: 'annotate', name: 'switchOver', ordinal: 2, token: 't1' } },
        { atMs: 20_000, event: { kind: 'ask', changes: { replicas: 2 } } },
      ],
    },
  ],
  // The only member cannot be replaced: nothing else happened any more.
  [
    {
      ...three,
      replicas: 1,
      events: [
        { atMs: 0, event: { kind: 'annotate', name: 'replaceMember', ordinal: 0, token: 't1' } },
        { atMs: 0, event: { kind: 'ask', changes: { image: 'redis:8.0.3' } } },
      ],
    },
  ],
];

/** Troubles that were not coped with once, or that chance seldom finds. */
export const knownTroubledCourses: Examples = [
  // One sentinel is bare, one mistaken, and one alone is no majority.
  [{ ...three, quirks: [...names(0, 2, 0), { kind: 'bare', sentinel: 2 }] }],
  // Every sentinel names another.
  [{ ...three, quirks: [...names(0, 1, 0), ...names(2, 2, 0)] }],
  // The only sentinel names a replica, and knows nobody to promote.
  [{ ...three, quirks: names(0, 1, 2), events: [{ atMs: 0, event: { kind: 'ask', changes: { sentinel: { replicas: 1 } } } }] }],
  // The only sentinel names a member that never was, counts two ghosts, and tries in vain again and again; nobody leads.
  [
    {
      ...three,
      replicas: 1,
      quirks: [...names(0, 1, 0), { kind: 'pod', ordinal: 0, state: 'absent' }],
      events: [
        { atMs: 0, event: { kind: 'ask', changes: { sentinel: { replicas: 1 } } } },
        { atMs: 0, event: { kind: 'ask', changes: { image: brokenImage } } },
        { atMs: 20_000, event: { kind: 'ask', changes: { image: 'redis:8.0.3' } } },
      ],
    },
  ],
  // A second master.
  [{ ...three, quirks: [{ kind: 'promoted', ordinal: 1 }] }],
  // All data is lost before anybody has a copy of it.
  [
    {
      ...three,
      replicas: 1,
      events: [
        { atMs: 2_000, event: { kind: 'ask', changes: { replicas: 5 } } },
        { atMs: 4_000, event: { kind: 'lose-volume', pod: 'data-0' } },
      ],
    },
  ],
  // The only data that is left is on the volumes of members that have left.
  [
    {
      ...three,
      events: [
        { atMs: 0, event: { kind: 'ask', changes: { replicas: 1 } } },
        { atMs: 15_000, event: { kind: 'lose-volume', pod: 'master' } },
      ],
    },
  ],
  // A member is lost while a template that cannot run is tried, and taken back.
  [
    {
      ...three,
      events: [
        { atMs: 0, event: { kind: 'ask', changes: { image: brokenImage } } },
        { atMs: 4_000, event: { kind: 'lose-node', pod: 'master', forMs: 30_000 } },
        { atMs: 20_000, event: { kind: 'ask', changes: { image: 'redis:8.0.3' } } },
      ],
    },
  ],
  // Most sentinels are deleted and have no room, and then the master is lost; and the same with sentinels that come back and know the old one.
  [{ ...three, events: [lost('deleted'), { atMs: 10_000, event: { kind: 'kill', pod: 'master' } }] }],
  [{ ...three, events: [lost('without power'), { atMs: 10_000, event: { kind: 'kill', pod: 'master' } }] }],
  [{ ...three, events: [lost('without power'), { atMs: 10_000, event: { kind: 'lose-volume', pod: 'master' } }] }],
  // Most sentinels are deleted, and the master's node is drained.
  [{ ...three, events: [lost('deleted'), { atMs: 10_000, event: { kind: 'delete-pod', pod: 'master' } }] }],
  // One sentinel asks a stranger for a replica, and the master is lost.
  [
    {
      ...three,
      quirks: [0, 1, 2].flatMap((at) => [1, 2].map((host) => ({ kind: 'stranger' as const, sentinel: at, host }))),
      events: [{ atMs: 50_000, event: { kind: 'lose-node', pod: 'master', forMs: 30_000 } }],
    },
  ],
  // The sentinels come to name a replica, and one of them counts so many that have left that it is never elected: members follow each other in a circle.
  [
    {
      ...three,
      quirks: [...names(0, 3, 0), { kind: 'ghosts', sentinel: 2 }, ...names(1, 1, 1)],
      events: [{ atMs: 0, event: { kind: 'kill', pod: 'master' } }],
    },
  ],
  // Every container starts at once, and nobody remembers who led.
  [{ ...three, quirks: [{ kind: 'all restart', isForgotten: true }] }],
];

function lost(how: 'deleted' | 'without power'): AnyCourse['events'][number] {
  return { atMs: 2_000, event: { kind: 'lose-sentinels', how, ordinals: [1, 2], forMs: 60_000 } };
}

function names(sentinel: number, host: number, epoch: number): AnyCourse['quirks'] {
  return [{ kind: 'names', sentinel, host, epoch }];
}
