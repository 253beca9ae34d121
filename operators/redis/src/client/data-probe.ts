import { rfc3339Seconds } from '@dataservices/plan';
import type { Patience } from '@dataservices/reconcile';
import type { Redis } from 'ioredis';
import { digestOf } from '../digest.ts';
import type { AccessRules } from '../resources/access-control.ts';
import { readAccess } from './access.ts';
import { type Credentials, withConnection } from './connection.ts';
import { lineage, parseInfo, servingView } from './info.ts';
import { loaded, loadedByServer } from './loaded-certificates.ts';
import type { LobbyView, ServerView, ServingView, Target } from './port.ts';
import type { RedisError } from './redis-error.ts';

export type DataQuestion = {
  readonly target: Target;
  readonly lobby: Target;
  /** Settings of the server to be read. */
  readonly settings: readonly string[];
  /** What users are to be allowed there. */
  readonly rules: readonly AccessRules[];
};

/** What a data container is: a server, or still in the lobby. Both ports are asked at once, so that neither answer waits for the other. */
export async function probeData(
  { target, lobby, settings, rules }: DataQuestion,
  credentials: Credentials,
  patience: Patience,
): Promise<ServerView> {
  const read = (connection: Redis) => readServer(connection, { settings, rules }, credentials);
  const [server, waiting] = await Promise.allSettled([
    patience.watch(target, (timeoutMs) => withConnection(target, credentials, read, timeoutMs)),
    patience.watch(lobby, (timeoutMs) => withConnection(lobby, credentials, readLobby, timeoutMs)),
  ]);
  if (server.status === 'fulfilled') return server.value;
  if (waiting.status === 'fulfilled' && waiting.value !== undefined) return waiting.value;
  return { state: 'unreachable', error: describe(server.reason as RedisError) };
}

async function readServer(
  connection: Redis,
  { settings, rules }: Pick<DataQuestion, 'settings' | 'rules'>,
  credentials: Credentials,
): Promise<ServingView> {
  const [info, liveConfig, own, files, access] = await Promise.all([
    connection.info(),
    readConfig(connection, settings),
    readConfig(connection, ['masterauth']),
    loadedByServer(connection, credentials),
    readAccess(connection, rules),
  ]);
  const view = servingView(parseInfo(info), liveConfig);
  const presents = own.masterauth ? digestOf(own.masterauth) : undefined;
  return {
    ...view,
    ...(presents !== undefined && { presents }),
    ...(files !== undefined && { loaded: files }),
    ...(access !== undefined && { access }),
  };
}

/** Settings by their names, as the server shows them. */
export async function readConfig(connection: Redis, names: readonly string[]): Promise<Readonly<Record<string, string>>> {
  if (names.length === 0) return {};
  const flat = (await connection.call('CONFIG', 'GET', ...names)) as readonly string[];
  return Object.fromEntries(flat.flatMap((name, at) => (at % 2 === 0 ? [[name, flat[at + 1] ?? '']] : [])));
}

async function readLobby(connection: Redis): Promise<LobbyView | undefined> {
  const note = await connection.hgetall('member');
  const { state, content, cluster, role, replid, replid2, offset, time, room, certificate, trust } = note;
  const files = loaded(certificate, trust);
  if (state === undefined || content === undefined) return undefined;
  return {
    state: 'lobby',
    isRefusing: state === 'refusing',
    content: content as LobbyView['content'],
    ...(cluster !== undefined && cluster !== 'none' && { cluster }),
    ...((role === 'master' || role === 'slave') && { lastRole: role === 'master' ? 'master' : 'replica' }),
    lineage: lineage(replid, replid2, offset),
    ...noteTime(time),
    isFull: room === 'no',
    ...(files !== undefined && { loaded: files }),
  };
}

/** `seconds` since the epoch; 0 where nothing was noted yet. */
function noteTime(seconds: string | undefined): Pick<LobbyView, 'notedAt'> {
  const ms = Number(seconds ?? 0) * 1000;
  return ms > 0 && ms < 8.64e15 ? { notedAt: rfc3339Seconds(ms) } : {};
}

function describe({ code }: RedisError): string {
  switch (code) {
    case 'Timeout':
      return 'does not answer';
    case 'WrongPassword':
      return "refuses the operator's password";
    case 'Untrusted':
      return 'presents a certificate that does not verify by the authorities of this cluster';
    default:
      return 'not reachable';
  }
}
