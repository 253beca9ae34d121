import { emptyDataSet, restarted } from './data-set.ts';
import { answers, fresh, isServing, type Lobby, namedHost, type Server, type Service, servingAt, type Volume } from './service.ts';

/** How long a replica with an old copy waits for its master to come back. */
const patienceMs = 10_000;

/** How long one that led before gives way to those who have followed it to the end. */
const givesWayMs = 30_000;

export type Content = 'held' | 'empty' | 'partial' | 'foreign';

export function contentOf({ record, data }: Volume, clusterId: string): Content {
  if (record !== undefined && record.cluster !== clusterId) return 'foreign';
  if (record?.isSettled === true && data !== undefined) return 'held';
  return data === undefined ? 'empty' : 'partial';
}

/** One round of the loop in start-redis-script.ts, with the append-only file on. */
export function runStartScript(service: Service, server: Server & { state: Lobby }): void {
  const { volume, clusterId, host, state } = server;
  const content = contentOf(volume, clusterId);
  const named = answers(server) ? namedHost(service) : undefined;
  const givesWay = named === host && service.now - server.startedAt < givesWayMs && hasSuccessor(service, server);
  state.isRefusing = content === 'foreign' || (named === host && content !== 'held') || givesWay;
  if (state.isRefusing) return;
  if (named === host) {
    serve(service, server);
  } else if (named !== undefined) {
    const mustWait = content !== 'held' || server.isRetired || service.now - server.startedAt < patienceMs;
    if (servingAt(service, named) !== undefined || !mustWait) serve(service, server, named);
  } else if (content === 'empty' && state.order === clusterId) {
    found(service, server);
  }
}

function hasSuccessor(service: Service, { host, volume: { record } }: Server): boolean {
  return (record?.followers ?? []).some((follower) => {
    const state = servingAt(service, follower)?.state;
    if (state?.masterHost !== host || state.link.state === 'syncing' || state.priority === 0) return false;
    return record?.data !== undefined && state.data.history === record.data.history && state.data.length >= record.data.length;
  });
}

function found(service: Service, server: Server): void {
  service.founded.push(server.clusterId);
  server.volume.record = { cluster: server.clusterId, isSettled: true, role: 'master' };
  server.volume.data = emptyDataSet(fresh(service, 'history-'));
  serve(service, server);
}

function serve(service: Service, server: Server, masterHost?: string): void {
  const { volume, clusterId } = server;
  const isHeld = contentOf(volume, clusterId) === 'held';
  if (volume.record !== undefined) volume.record = { ...volume.record, followers: [] };
  const isNew = masterHost !== undefined && (!isHeld || server.isRetired);
  const id = fresh(service, 'history-');
  server.state = {
    kind: 'serving',
    ...(masterHost !== undefined && { masterHost }),
    data: isHeld && volume.data !== undefined ? restarted(volume.data, id) : emptyDataSet(id),
    link: { state: 'down' },
    priority: isNew ? 0 : 100,
    isNew,
    pausedUntil: 0,
    nextNote: service.now + 1_000,
    config: { ...service.startConfig },
  };
}

/** Puts a process back to where every start begins. */
export function startServer(service: Service, server: Omit<Server, 'state' | 'startedAt' | 'isHung' | 'isCutOff'>): void {
  const lobby: Lobby = { kind: 'lobby', isRefusing: false };
  service.servers.set(server.pod, { ...server, startedAt: service.now, isHung: false, isCutOff: false, state: lobby });
}

export function isInLobby(server: Server): server is Server & { state: Lobby } {
  return !isServing(server);
}
