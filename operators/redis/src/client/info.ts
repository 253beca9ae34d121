import type { Lineage, ServingView } from './port.ts';

/** Parses the reply of INFO: `key:value` lines. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  return new Map(
    text
      .split('\r\n')
      .filter((line) => line !== '' && !line.startsWith('#'))
      .map((line) => {
        const colon = line.indexOf(':');
        return [line.slice(0, colon), line.slice(colon + 1)];
      }),
  );
}

/** A server as it describes itself in the sections server, memory, replication and persistence. */
export function servingView(info: ReadonlyMap<string, string>, liveConfig: Readonly<Record<string, string>>): ServingView {
  const role = info.get('role') === 'master' ? 'master' : 'replica';
  const masterHost = info.get('master_host');
  return {
    state: 'serving',
    role,
    ...(masterHost !== undefined && { masterHost }),
    isLinkUp: role === 'master' || info.get('master_link_status') === 'up',
    isLoading: info.get('loading') === '1',
    isSyncing: info.get('master_sync_in_progress') === '1',
    isElectable: info.get('slave_priority') !== '0',
    lineage: lineageOf(info, role === 'master' ? 'master_repl_offset' : 'slave_repl_offset'),
    version: info.get('valkey_version') ?? info.get('redis_version') ?? '',
    product: info.has('valkey_version') ? 'valkey' : 'redis',
    usedMemory: Math.max(0, Number(info.get('used_memory') ?? 0) - Number(info.get('mem_not_counted_for_evict') ?? 0)),
    isRewriting: info.get('aof_rewrite_in_progress') === '1',
    isWriteFailing: info.get('aof_last_write_status') === 'err',
    liveConfig,
  };
}

function lineageOf(info: ReadonlyMap<string, string>, offsetKey: string): Lineage {
  const found = lineage(info.get('master_replid'), info.get('master_replid2'), info.get(offsetKey));
  const end = Number(info.get('second_repl_offset') ?? -1) - 1;
  return found.replid2 === undefined || end < 0 ? found : { ...found, replid2Offset: end };
}

/** A replication id of zeros, or the word none, says that there is no such history. */
export function lineage(replid: string | undefined, replid2: string | undefined, offset: string | undefined): Lineage {
  return {
    ...(isHistory(replid) && { replid }),
    ...(isHistory(replid2) && { replid2 }),
    offset: Number(offset ?? 0),
  };
}

function isHistory(id: string | undefined): id is string {
  return id !== undefined && id !== 'none' && !/^0*$/.test(id);
}
