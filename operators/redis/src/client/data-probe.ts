import { rfc3339Seconds } from '@dataservices/plan';
import type { Patience } from '@dataservices/reconcile';
import type { Redis } from 'ioredis';
import { type Credentials, withConnection } from './connection.ts';
import { lineage, parseInfo, servingView } from './info.ts';
import type { LobbyView, ServerView, ServingView, Target } from './port.ts';
import type { RedisError } from './redis-error.ts';

/** The settings that are changed in running servers, and therefore looked at. */
const liveKeys = ['min-replicas-to-write'];

/** What a data container is: a server, or still in the lobby. Both ports are asked at once, so that neither answer waits for the other. */
export async function probeData(target: Target, lobby: Target, credentials: Credentials, patience: Patience): Promise<ServerView> {
  const [server, waiting] = await Promise.allSettled([
    patience.watch(target, (timeoutMs) => withConnection(target, credentials, readServer, timeoutMs)),
    patience.watch(lobby, (timeoutMs) => withConnection(lobby, credentials, readLobby, timeoutMs)),
  ]);
  if (server.status === 'fulfilled') return server.value;
  if (waiting.status === 'fulfilled' && waiting.value !== undefined) return waiting.value;
  return { state: 'unreachable', error: describe(server.reason as RedisError) };
}

async function readServer(connection: Redis): Promise<ServingView> {
  const [info, ...settings] = await Promise.all([connection.info(), ...liveKeys.map((key) => connection.config('GET', key))]);
  const liveConfig = Object.fromEntries(settings.map((reply) => reply as [string, string]));
  return servingView(parseInfo(info), liveConfig);
}

async function readLobby(connection: Redis): Promise<LobbyView | undefined> {
  const note = await connection.hgetall('member');
  const { state, content, cluster, role, replid, replid2, offset, time } = note;
  if (state === undefined || content === undefined) return undefined;
  return {
    state: 'lobby',
    isRefusing: state === 'refusing',
    content: content as LobbyView['content'],
    ...(cluster !== undefined && cluster !== 'none' && { cluster }),
    ...((role === 'master' || role === 'slave') && { lastRole: role === 'master' ? 'master' : 'replica' }),
    lineage: lineage(replid, replid2, offset),
    ...noteTime(time),
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
    default:
      return 'not reachable';
  }
}
