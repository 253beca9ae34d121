import type { LobbyView, MonitoringView, SentinelView, ServerView, ServingView } from '../../client/port.ts';
import { lineageOf } from './data-set.ts';
import { candidatesOf, isMasterDown, isRowDown } from './sentinel-table.ts';
import { isServing, namedBy, type Sentinel, type Server, type Service, type Serving, type Watch } from './service.ts';
import { contentOf } from './start-script.ts';

/** What client/data-probe.ts makes of a server that answers. */
export function serverView(server: Server): ServerView {
  return isServing(server) ? servingView(server.state) : lobbyView(server, server.state.kind === 'lobby' && server.state.isRefusing);
}

function servingView(state: Serving): ServingView {
  const { masterHost, link, data, priority, config } = state;
  return {
    state: 'serving',
    role: masterHost === undefined ? 'master' : 'replica',
    ...(masterHost !== undefined && { masterHost }),
    isLinkUp: masterHost === undefined || link.state === 'up',
    isLoading: false,
    isSyncing: link.state === 'syncing',
    isElectable: priority !== 0,
    lineage: lineageOf(data),
    version: '8.0.2',
    product: 'redis',
    usedMemory: 2_000_000,
    isRewriting: false,
    isWriteFailing: false,
    liveConfig: config,
  };
}

function lobbyView({ volume, clusterId }: Server, isRefusing: boolean): LobbyView {
  const { record } = volume;
  return {
    state: 'lobby',
    isRefusing,
    isFull: false,
    content: contentOf(volume, clusterId),
    ...(record !== undefined && { cluster: record.cluster, lastRole: record.role }),
    lineage: record?.data === undefined ? { offset: 0 } : lineageOf(record.data),
  };
}

/** What client/sentinel-probe.ts makes of a sentinel that answers. */
export function sentinelView(service: Service, { watch }: Sentinel): SentinelView {
  return watch === undefined ? { state: 'bare' } : monitoringView(service, watch);
}

function monitoringView(service: Service, watch: Watch): MonitoringView {
  const [first, ...rest] = candidatesOf(service, watch);
  const isFavourite = first !== undefined && first.priority !== rest[0]?.priority;
  const equals = rest.filter(({ priority, offset }) => priority === first?.priority && offset === first.offset);
  const electable = [...watch.replicas.values()].filter((row) => row.priority !== 0 && !isRowDown(service, watch, row));
  return {
    state: 'monitoring',
    masterHost: namedBy(watch),
    configEpoch: watch.failover?.isPromoted === true ? watch.failover.epoch : watch.configEpoch,
    isFailoverInProgress: watch.failover !== undefined,
    isMasterDown: isMasterDown(service, watch),
    sinceLastPingReplyMs: service.now - watch.answeredAt,
    electable: electable.map(({ host }) => host),
    ...(isFavourite && { favourite: first.host }),
    foremost: (first === undefined ? [] : [first, ...equals]).map(({ host }) => host),
    knownSentinels: watch.others.size + 1,
    strangersForMs: strangersOf(service, watch),
    settings: watch.settings,
  };
}

function strangersOf(service: Service, watch: Watch): Readonly<Record<string, number>> {
  const rows = [...watch.replicas.values()].filter((row) => row.isStranger && isRowDown(service, watch, row));
  return Object.fromEntries(rows.map(({ host, answeredAt }) => [host, service.now - answeredAt]));
}
