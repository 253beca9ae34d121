import type { ApiProxy, Outage } from '../api-proxy/api-proxy.ts';
import type { Matcher } from '../api-proxy/asked.ts';
import type { Fault } from '../api-proxy/fault.ts';
import { cutMidLine } from '../api-proxy/faults/cut-mid-line.ts';
import { duplicateEvents } from '../api-proxy/faults/duplicate-events.ts';
import { loseClients } from '../api-proxy/faults/half-open.ts';
import { holdWatches } from '../api-proxy/faults/hold-watches.ts';
import { refuseWatches } from '../api-proxy/faults/refuse-watches.ts';
import { reorderEvents } from '../api-proxy/faults/reorder-events.ts';
import { silenceWatches } from '../api-proxy/faults/silence-watches.ts';
import { storm } from '../api-proxy/faults/storm.ts';
import type { OpenWatch } from '../api-proxy/open-watch.ts';
import type { StormStatus } from '../api-proxy/status-body.ts';

/** What ends a trouble. */
export type Ending = () => void | Promise<void>;

/** One thing that can go wrong during a soak. Those that are about watches hit those of one kind, chosen each time. */
export type Trouble = {
  readonly name: string;
  /** How often it is chosen, beside the others. */
  readonly weight: number;
  begin(proxy: ApiProxy, random: () => number): Ending | Promise<Ending>;
};

/** All but dropped events: an API server loses none without ending the watch, and a cache cannot notice. */
export const troubles: readonly Trouble[] = [
  // The most frequent end of a watch, and what lets a client forget its failures.
  once('end', 8, (watch) => watch.end()),
  once('cut', 2, (watch) => watch.cut()),
  once('half-open, server gone', 2, (watch) => watch.loseUpstream()),
  { name: 'half-open, client gone', weight: 2, begin: loseClients },
  fault('cut in an event', 3, (matches, random) => cutMidLine({ after: Math.floor(random() * 20), matches })),
  fault('held', 3, (matches) => holdWatches(matches)),
  fault('silent', 1, (matches) => silenceWatches(matches)),
  fault('duplicated', 3, (_matches, random) => duplicateEvents({ share: 0.5, random })),
  fault('reordered', 3, (_matches, random) => reorderEvents({ window: 2 + Math.floor(random() * 10), random })),
  ending('410 as event', 1, (matches) => refuseWatches({ how: 'expired', matches })),
  ending('410 as answer', 1, (matches) => storm({ status: 410, matches: (asked) => asked.verb === 'watch' && matches(asked) })),
  ending('ended at once', 1, (matches) => refuseWatches({ how: 'ended', matches })),
  ...([429, 500, 504] as const).map(stormOf),
  outage('refused', 1),
  outage('black-hole', 1),
];

export function chooseTrouble(random: () => number): Trouble {
  const total = troubles.reduce((sum, { weight }) => sum + weight, 0);
  let left = random() * total;
  const chosen = troubles.find(({ weight }) => {
    left -= weight;
    return left < 0;
  });
  if (chosen === undefined) throw new Error('no trouble was chosen: the random number must be below 1');
  return chosen;
}

const kinds = ['configmaps', 'services', 'serviceaccounts'];

function ofOneKind(random: () => number): Matcher {
  const kind = kinds[Math.floor(random() * kinds.length)];
  return ({ resource }) => resource === kind;
}

function once(name: string, weight: number, act: (watch: OpenWatch) => void): Trouble {
  const begin = (proxy: ApiProxy, random: () => number) => {
    const matches = ofOneKind(random);
    for (const watch of proxy.watches()) if (matches(watch.asked)) act(watch);
    return () => {};
  };
  return { name, weight, begin };
}

function fault(name: string, weight: number, create: (matches: Matcher, random: () => number) => Fault): Trouble {
  return { name, weight, begin: (proxy, random) => proxy.set(create(ofOneKind(random), random)) };
}

/** Ends the open watches, too, so that there are new ones for the fault to meet. */
function ending(name: string, weight: number, create: (matches: Matcher, random: () => number) => Fault): Trouble {
  const begin = (proxy: ApiProxy, random: () => number) => {
    const matches = ofOneKind(random);
    const clear = proxy.set(create(matches, random));
    for (const watch of proxy.watches()) if (matches(watch.asked)) watch.end();
    return clear;
  };
  return { name, weight, begin };
}

function stormOf(status: StormStatus): Trouble {
  return ending(`storm of ${status}`, 1, (_matches, random) => storm({ status, share: 0.5, random }));
}

function outage(how: Outage, weight: number): Trouble {
  const begin = async (proxy: ApiProxy) => {
    await proxy.goDown(how);
    return () => proxy.revive();
  };
  return { name: `outage, ${how}`, weight, begin };
}
