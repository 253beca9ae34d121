import { canContinue, isEmpty } from './data-set.ts';
import { isServing, type Server, type Service, type Serving, servingAt } from './service.ts';

const syncMs = 1_000;
const rewriteMs = 500;
const noteMs = 1_000;

type ServingServer = Server & { state: Serving };

/** What a running server does in one tick: follow its master, keep its files, and note what they hold. */
export function runServer(service: Service, server: ServingServer): void {
  if (server.isHung) return;
  const { state } = server;
  if (state.masterHost !== undefined) follow(service, server, state.masterHost);
  if (state.rewritesUntil !== undefined && service.now >= state.rewritesUntil) delete state.rewritesUntil;
  if (state.rewritesUntil === undefined && hasOwnFiles(server)) server.volume.data = state.data;
  if (service.now >= state.nextNote) keepRecord(service, server);
}

/** A replica that has not been in step since it started appends what comes to what it had. */
function hasOwnFiles({ state, volume }: ServingServer): boolean {
  return state.masterHost === undefined || state.link.state === 'up' || volume.data === undefined;
}

function follow(service: Service, server: ServingServer, masterHost: string): void {
  const { state } = server;
  const master = server.isCutOff ? undefined : servingAt(service, masterHost);
  // A replica that has lost its own master takes no replicas.
  if (master === undefined || master.pod === server.pod || (master.state.masterHost !== undefined && master.state.link.state !== 'up')) {
    state.link = { state: 'down' };
    return;
  }
  if (state.link.state === 'syncing') {
    if (service.now >= state.link.until) endSync(service, server, master);
  } else if (canContinue(master.state.data, state.data)) {
    state.data = master.state.data;
    state.link = { state: 'up', to: master.ip };
  } else {
    state.link = { state: 'syncing', until: service.now + syncMs };
  }
}

function endSync(service: Service, server: ServingServer, master: ServingServer): void {
  const { state, volume, pod } = server;
  const isLoss = volume.data !== undefined && !isEmpty(volume.data) && isEmpty(master.state.data);
  if (isLoss) service.accidents.push(`${pod} held data and has taken over the emptiness of ${master.pod}`);
  state.data = master.state.data;
  state.link = { state: 'up', to: master.ip };
  state.rewritesUntil = service.now + rewriteMs;
  state.nextNote = service.now;
}

/** As keep_record in start-redis-script.ts. */
function keepRecord(service: Service, server: ServingServer): void {
  const { state, volume, clusterId } = server;
  state.nextNote = service.now + noteMs;
  const role = state.masterHost === undefined ? 'master' : 'replica';
  if (role === 'replica' && state.rewritesUntil !== undefined) {
    if (volume.record?.isSettled === true) volume.record = { ...volume.record, isSettled: false, role };
    return;
  }
  if (role === 'replica' && state.link.state !== 'up') return;
  if (role === 'replica' && state.isNew) {
    state.priority = 100;
    state.isNew = false;
  }
  const followers = role === 'master' ? followersOf(service, server).map(({ host }) => host) : [];
  volume.record = { cluster: clusterId, isSettled: true, role, data: state.data, followers };
}

/** Servers that follow this one and are in step. */
export function followersOf({ servers }: Service, { ip }: Server): readonly Server[] {
  return [...servers.values()].filter((server) => isServing(server) && server.state.link.state === 'up' && server.state.link.to === ip);
}
