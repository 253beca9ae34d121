import type { ApiProxy } from './api-proxy.ts';
import { duplicateEvents } from './faults/duplicate-events.ts';
import { loseUpstreams } from './faults/half-open.ts';
import { holdWatches } from './faults/hold-watches.ts';
import { refuseWatches } from './faults/refuse-watches.ts';
import { silenceWatches } from './faults/silence-watches.ts';
import { storm } from './faults/storm.ts';
import type { StormStatus } from './status-body.ts';

export const commandUsage = `  storm <409|410|429|500|503|504>   requests fail
  hold | silence | duplicate        what watches deliver
  expire                            watches end with a 410
  cut | end | half-open             what becomes of the watches that are open now
  down | black-hole | up            the API server as a whole
  clear                             clears all faults, and ends an outage
  requests | writes                 what came so far
  quit`;

const statuses: readonly StormStatus[] = [409, 410, 429, 500, 503, 504];

const faults = {
  hold: () => holdWatches(),
  silence: () => silenceWatches(),
  duplicate: () => duplicateEvents(),
  expire: () => refuseWatches({ how: 'expired' }),
};

/** Carries out a line of the command line. @returns what to print */
export async function runCommand(proxy: ApiProxy, line: string): Promise<string> {
  const [command = '', operand = ''] = line.trim().split(/\s+/);
  switch (command) {
    case 'hold':
    case 'silence':
    case 'duplicate':
    case 'expire':
      proxy.set(faults[command]());
      return 'set';
    case 'storm':
      return setStorm(proxy, Number(operand));
    case 'requests':
      return [...proxy.requests].map(([name, count]) => `${String(count).padStart(6)}  ${name}`).join('\n');
    case 'writes':
      return proxy.writes.map(({ index, method, path, status }) => `${String(index).padStart(6)}  ${method} ${path} ${status}`).join('\n');
    default:
      return await changeConnections(proxy, command);
  }
}

function setStorm(proxy: ApiProxy, operand: number): string {
  const status = statuses.find((known) => known === operand);
  if (status === undefined) return `no such storm: choose one of ${statuses.join(', ')}`;
  proxy.set(storm({ status }));
  return 'set';
}

async function changeConnections(proxy: ApiProxy, command: string): Promise<string> {
  switch (command) {
    case 'cut':
      for (const watch of proxy.watches()) watch.cut();
      return 'cut';
    case 'end':
      for (const watch of proxy.watches()) watch.end();
      return 'ended';
    case 'half-open':
      loseUpstreams(proxy);
      return 'half-open';
    case 'down':
    case 'black-hole':
      await proxy.goDown(command === 'down' ? 'refused' : 'black-hole');
      return 'down';
    case 'up':
      await proxy.revive();
      return 'up';
    case 'clear':
      proxy.clearFaults();
      await proxy.revive();
      return 'cleared';
    default:
      return `unknown command\n\n${commandUsage}`;
  }
}
