import type { Patience } from '@dataservices/reconcile';
import type { Redis } from 'ioredis';
import type { AccessRules } from '../resources/access-control.ts';
import { readAccess } from './access.ts';
import { type Credentials, withConnection } from './connection.ts';
import { loadedBySentinel } from './loaded-certificates.ts';
import type { BareView, MonitoringView, SentinelView, Target } from './port.ts';

export async function probeSentinel(
  target: Target,
  masterName: string,
  rules: readonly AccessRules[],
  credentials: Credentials,
  patience: Patience,
): Promise<SentinelView> {
  try {
    const read = async (connection: Redis) => {
      const [view, access, loaded] = await Promise.all([
        readSentinel(connection, masterName),
        readAccess(connection, rules),
        loadedBySentinel(connection, credentials),
      ]);
      return { ...view, ...(loaded !== undefined && { loaded }), ...(access !== undefined && { access }) };
    };
    return await patience.watch(target, (timeoutMs) => withConnection(target, credentials, read, timeoutMs));
  } catch {
    return { state: 'unreachable', error: 'not reachable' };
  }
}

async function readSentinel(connection: Redis, masterName: string): Promise<MonitoringView | BareView> {
  const [masters, address, periods] = (await Promise.all([
    connection.call('SENTINEL', 'MASTERS'),
    connection.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName),
    connection.call('SENTINEL', 'DEBUG'),
  ])) as [readonly (readonly string[])[], readonly [string, string] | null, readonly string[]];
  const fields = masters.map(fieldsOf).find((master) => master.get('name') === masterName);
  if (fields === undefined || address === null) return { state: 'bare' };
  const replicas = (await connection.call('SENTINEL', 'REPLICAS', masterName)) as readonly (readonly string[])[];
  return monitoringView(new Map([...fieldsOf(periods), ...fields]), address[0], replicas.map(fieldsOf).filter(isElectable));
}

function isElectable(replica: ReadonlyMap<string, string>): boolean {
  const isDown = /s_down|o_down|disconnected/.test(replica.get('flags') ?? '');
  return !isDown && replica.get('slave-priority') !== '0';
}

/** The address is asked for apart: from the promotion on it is the new master's, while the table still shows the old one. */
function monitoringView(
  fields: ReadonlyMap<string, string>,
  masterHost: string,
  electable: readonly ReadonlyMap<string, string>[],
): MonitoringView {
  const flags = (fields.get('flags') ?? '').split(',');
  const count = (key: string) => Number(fields.get(key) ?? 0);
  return {
    state: 'monitoring',
    masterHost,
    isFailoverInProgress: flags.includes('failover_in_progress'),
    isMasterDown: flags.includes('s_down') || flags.includes('o_down'),
    sinceLastPingReplyMs: count('last-ok-ping-reply'),
    electable: electable.map((replica) => replica.get('ip') ?? ''),
    ...favouriteOf(electable),
    knownSentinels: count('num-other-sentinels') + 1,
    settings: {
      quorum: count('quorum'),
      downAfterMilliseconds: count('down-after-milliseconds'),
      failoverTimeoutMilliseconds: count('failover-timeout'),
      infoPeriodMilliseconds: count('INFO-PERIOD'),
    },
  };
}

/** The lowest priority comes first; only among equals does it count how much a replica has. */
function favouriteOf(electable: readonly ReadonlyMap<string, string>[]): Pick<MonitoringView, 'favourite'> {
  const priority = (replica: ReadonlyMap<string, string>) => Number(replica.get('slave-priority') ?? 100);
  const [first, second] = electable.toSorted((a, b) => priority(a) - priority(b));
  const favourite = first?.get('ip');
  if (first === undefined || favourite === undefined) return {};
  return second !== undefined && priority(second) === priority(first) ? {} : { favourite };
}

function fieldsOf(flat: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
