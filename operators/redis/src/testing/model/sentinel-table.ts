import type { SentinelSettings } from '../../client/port.ts';
import { offsetOf } from './data-set.ts';
import {
  answers,
  isServing,
  type ReplicaRow,
  type Sentinel,
  type Server,
  type Service,
  type Serving,
  servingAt,
  type Watch,
} from './service.ts';

export function newWatch(now: number, masterHost: string, settings: SentinelSettings): Watch {
  return {
    masterHost,
    configEpoch: 0,
    settings,
    answeredAt: now,
    replicas: new Map(),
    others: new Set(),
    lastAttemptAt: Number.NEGATIVE_INFINITY,
  };
}

/** Looks at the master and at every replica, and learns of new ones from the master. */
export function refreshTable(service: Service, watch: Watch): void {
  const master = servingAt(service, watch.masterHost);
  if (master !== undefined) refreshMaster(service, watch, master);
  for (const row of watch.replicas.values()) {
    const server = row.isStranger ? undefined : servingAt(service, row.host);
    if (server !== undefined) refreshRow(service, row, server);
  }
}

function refreshMaster(service: Service, watch: Watch, master: Server & { state: Serving }): void {
  watch.answeredAt = service.now;
  if (master.state.masterHost !== undefined) {
    watch.saysReplicaSince ??= service.now;
    return;
  }
  delete watch.saysReplicaSince;
  for (const server of service.servers.values()) {
    const isConnected = isServing(server) && answers(server) && server.state.masterHost === watch.masterHost;
    if (isConnected && !watch.replicas.has(server.host)) watch.replicas.set(server.host, rowOf(service, server));
  }
}

function rowOf(service: Service, { host, state }: Server & { state: Serving }): ReplicaRow {
  return {
    host,
    isStranger: false,
    answeredAt: service.now,
    priority: state.priority,
    offset: offsetOf(state.data),
    linkDownSince: state.masterHost === undefined || state.link.state === 'up' ? undefined : service.now,
    masterHost: state.masterHost,
    saysSoSince: service.now,
  };
}

function refreshRow(service: Service, row: ReplicaRow, server: Server & { state: Serving }): void {
  const next = rowOf(service, server);
  const saysSoSince = next.masterHost === row.masterHost ? row.saysSoSince : service.now;
  const linkDownSince = next.linkDownSince === undefined ? undefined : (row.linkDownSince ?? next.linkDownSince);
  Object.assign(row, next, { saysSoSince, linkDownSince });
}

export function isMasterDown(service: Service, watch: Watch): boolean {
  return downForMs(service, watch) > 0;
}

/** For how long the sentinel has held its master to be down; a master that says to be a replica counts as down too, a little later. */
function downForMs({ now }: Service, { answeredAt, saysReplicaSince, settings }: Watch): number {
  const { downAfterMilliseconds, infoPeriodMilliseconds } = settings;
  const silentMs = now - answeredAt - downAfterMilliseconds;
  const replicaMs = saysReplicaSince === undefined ? 0 : now - saysReplicaSince - downAfterMilliseconds - 2 * infoPeriodMilliseconds;
  return Math.max(0, silentMs, replicaMs);
}

export function isRowDown(service: Service, { settings }: Watch, row: ReplicaRow): boolean {
  return service.now - row.answeredAt > settings.downAfterMilliseconds;
}

/** Whom it would promote, the best first: by priority, offset, name. It must be connected; what role it says to have is not asked. */
export function candidatesOf(service: Service, watch: Watch): readonly ReplicaRow[] {
  const fresh = [...watch.replicas.values()].filter(
    (row) => !row.isStranger && servingAt(service, row.host) !== undefined && row.priority > 0 && isLinkYoung(service, watch, row),
  );
  return fresh.toSorted((a, b) => a.priority - b.priority || b.offset - a.offset || a.host.localeCompare(b.host));
}

/** A link that has been down for much longer than the master has is no link. */
function isLinkYoung(service: Service, watch: Watch, { linkDownSince }: ReplicaRow): boolean {
  const longestMs = 10 * watch.settings.downAfterMilliseconds + downForMs(service, watch);
  return linkDownSince === undefined || service.now - linkDownSince <= longestMs;
}

/** Another master: everybody else that it knew of is a replica of it now, the old master too. */
export function switchMaster(service: Service, watch: Watch, masterHost: string, configEpoch: number): void {
  const known = new Map(watch.replicas);
  const old = watch.masterHost;
  known.delete(masterHost);
  if (old !== masterHost) {
    const oldRow = { host: old, isStranger: false, answeredAt: watch.answeredAt, priority: 100, offset: 0, linkDownSince: undefined };
    known.set(old, { ...oldRow, masterHost: undefined, saysSoSince: service.now });
  }
  watch.masterHost = masterHost;
  watch.configEpoch = configEpoch;
  watch.answeredAt = service.now;
  watch.replicas = known;
  delete watch.failover;
  delete watch.saysReplicaSince;
}

/** What sentinels tell each other through the servers that they both watch. */
export function exchangeHellos(service: Service): void {
  const talking = [...service.sentinels.values()].filter(answers).filter(isWatching);
  for (const from of talking) for (const to of talking) if (from !== to && canHear(service, from.watch, to.watch)) hear(service, from, to);
}

function isWatching(sentinel: Sentinel): sentinel is Sentinel & { watch: Watch } {
  return sentinel.watch !== undefined;
}

function canHear(service: Service, from: Watch, to: Watch): boolean {
  const hosts = [from.masterHost, ...from.replicas.keys()];
  return hosts.some((host) => (host === to.masterHost || to.replicas.has(host)) && servingAt(service, host) !== undefined);
}

function hear(service: Service, from: Sentinel & { watch: Watch }, to: Sentinel & { watch: Watch }): void {
  to.watch.others.add(from.host);
  to.epoch = Math.max(to.epoch, from.epoch);
  const { failover } = from.watch;
  const isAhead = failover?.isPromoted === true && failover.target !== undefined;
  const epoch = isAhead ? failover.epoch : from.watch.configEpoch;
  if (epoch <= to.watch.configEpoch) return;
  const host = isAhead ? failover.target : from.watch.masterHost;
  if (host === undefined || host === to.watch.masterHost) to.watch.configEpoch = epoch;
  else switchMaster(service, to.watch, host, epoch);
}
