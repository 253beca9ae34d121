import type { Redis } from 'ioredis';
import { type Credentials, withConnection } from './connection.ts';
import type { MonitoringView, SentinelView, Target } from './port.ts';

export async function probeSentinel(target: Target, masterName: string, credentials: Credentials): Promise<SentinelView> {
  try {
    return await withConnection(target, credentials, (connection) => readSentinel(connection, masterName));
  } catch {
    return { state: 'unreachable', error: 'not reachable' };
  }
}

async function readSentinel(connection: Redis, masterName: string): Promise<SentinelView> {
  const masters = (await connection.call('SENTINEL', 'MASTERS')) as readonly (readonly string[])[];
  const fields = masters.map(fieldsOf).find((master) => master.get('name') === masterName);
  return fields === undefined ? { state: 'bare' } : monitoringView(fields);
}

function monitoringView(fields: ReadonlyMap<string, string>): MonitoringView {
  const flags = (fields.get('flags') ?? '').split(',');
  const count = (key: string) => Number(fields.get(key) ?? 0);
  return {
    state: 'monitoring',
    masterHost: fields.get('ip') ?? '',
    configEpoch: count('config-epoch'),
    isFailoverInProgress: flags.includes('failover_in_progress'),
    isMasterDown: flags.includes('s_down') || flags.includes('o_down'),
    knownReplicas: count('num-slaves'),
    knownSentinels: count('num-other-sentinels') + 1,
    settings: {
      quorum: count('quorum'),
      downAfterMilliseconds: count('down-after-milliseconds'),
      failoverTimeoutMilliseconds: count('failover-timeout'),
    },
  };
}

function fieldsOf(flat: readonly string[]): ReadonlyMap<string, string> {
  const fields = new Map<string, string>();
  for (let at = 0; at + 1 < flat.length; at += 2) fields.set(flat[at] ?? '', flat[at + 1] ?? '');
  return fields;
}
