import type { Patience } from '@dataservices/reconcile';
import type { Redis } from 'ioredis';
import { digestOf } from '../digest.ts';
import type { AccessRules } from '../resources/access-control.ts';
import { readAccess } from './access.ts';
import { type Credentials, withConnection } from './connection.ts';
import { isElectable, type Row, rankingOf } from './electable.ts';
import { loadedBySentinel } from './loaded-certificates.ts';
import { passwordToSentinels } from './monitor.ts';
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
  const [masters, address, periods, password] = (await Promise.all([
    connection.call('SENTINEL', 'MASTERS'),
    connection.call('SENTINEL', 'GET-MASTER-ADDR-BY-NAME', masterName),
    connection.call('SENTINEL', 'DEBUG'),
    passwordToSentinels(connection),
  ])) as [readonly (readonly string[])[], readonly [string, string] | null, readonly string[], string];
  const debug = fieldsOf(periods);
  const presents = { toSentinels: digestOf(password), mark: Number(debug.get('DEFAULT-FAILOVER-TIMEOUT') ?? 0) };
  const fields = masters.map(fieldsOf).find((master) => master.get('name') === masterName);
  if (fields === undefined || address === null) return { state: 'bare', presents };
  const [replicas, sentinels] = await Promise.all([
    readTable(connection, 'REPLICAS', masterName),
    readTable(connection, 'SENTINELS', masterName),
  ]);
  const view = monitoringView(new Map([...debug, ...fields]), address[0], replicas.filter(isElectable));
  return { ...view, presents, strangersForMs: strangersIn([...replicas, ...sentinels]) };
}

async function readTable(connection: Redis, table: 'REPLICAS' | 'SENTINELS', masterName: string): Promise<readonly Row[]> {
  return ((await connection.call('SENTINEL', table, masterName)) as readonly (readonly string[])[]).map(fieldsOf);
}

/** A ping is sent every second, and PONG is not the only answer to it: whoever does not know the password hears NOAUTH. */
const freshMs = 3_000;

/** Those that answer, and not as they should, for so many milliseconds. */
function strangersIn(rows: readonly Row[]): Readonly<Record<string, number>> {
  const count = (row: Row, key: string) => Number(row.get(key) ?? 0);
  const strangers = rows.filter(
    (row) =>
      /s_down/.test(row.get('flags') ?? '') && count(row, 'last-ping-reply') < freshMs && count(row, 'last-ok-ping-reply') >= freshMs,
  );
  return Object.fromEntries(strangers.map((row) => [row.get('ip') ?? '', count(row, 'last-ok-ping-reply')]));
}

/** The address is asked for apart: from the promotion on it is the new master's, while the table still shows the old one. */
function monitoringView(fields: Row, masterHost: string, electable: readonly Row[]): Omit<MonitoringView, 'strangersForMs'> {
  const flags = (fields.get('flags') ?? '').split(',');
  const count = (key: string) => Number(fields.get(key) ?? 0);
  return {
    state: 'monitoring',
    masterHost,
    configEpoch: count('config-epoch'),
    isFailoverInProgress: flags.includes('failover_in_progress'),
    isMasterDown: flags.includes('s_down') || flags.includes('o_down'),
    sinceLastPingReplyMs: count('last-ok-ping-reply'),
    electable: electable.map((replica) => replica.get('ip') ?? ''),
    ...rankingOf(electable),
    knownSentinels: count('num-other-sentinels') + 1,
    settings: {
      quorum: count('quorum'),
      downAfterMilliseconds: count('down-after-milliseconds'),
      failoverTimeoutMilliseconds: count('failover-timeout'),
      infoPeriodMilliseconds: count('INFO-PERIOD'),
    },
  };
}

function fieldsOf(flat: readonly string[]): Row {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
