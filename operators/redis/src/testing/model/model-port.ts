import type { RedisPort, Target } from '../../client/port.ts';
import { RedisError } from '../../client/redis-error.ts';
import { forceFailover } from './sentinel-failover.ts';
import { newWatch } from './sentinel-table.ts';
import { promoteServer, repoint } from './server-commands.ts';
import { answers, isMaster, isServing, type Process, type Sentinel, type Server, type Service, type Serving } from './service.ts';
import { sentinelView, serverView } from './views.ts';

const unreachable = { state: 'unreachable', error: 'not reachable' } as const;

/** The operator's way to the servers and sentinels of the model. An address belongs to one process: the next one has another. */
export function modelPort(service: Service): RedisPort {
  const serving = (target: Target) => servingTarget(service, target);
  const sentinel = (target: Target) => running(service.sentinels, target);
  return {
    observeData: async (target) => {
      const server = found(service.servers, target);
      return server === undefined ? unreachable : serverView(server);
    },
    observeSentinel: async (target) => {
      const process = found(service.sentinels, target);
      return process === undefined ? unreachable : sentinelView(service, process);
    },
    found: async (target, clusterId) => order(service, target, clusterId),
    replicaOf: async (target, masterHost) => repoint(serving(target), masterHost),
    promote: async (target) => promote(service, target),
    disconnectClients: async (target) => void serving(target),
    pauseWrites: async (target, budgetMs) => pauseUntil(serving(target), service.now + budgetMs),
    resumeWrites: async (target) => pauseUntil(serving(target), 0),
    setConfig: async (target, settings) => configure(serving(target), settings),
    // Users are a model of their own: access-world.ts.
    setUser: async (target) => void serving(target),
    deleteUser: async (target) => void serving(target),
    monitor: async (target, { host, settings }) => void Object.assign(sentinel(target), { watch: newWatch(service.now, host, settings) }),
    tuneSentinel: async (target, { settings }) => tune(sentinel(target), settings),
    reconnect: async (target) => reconnect(sentinel(target)),
    forgetMaster: async (target) => void delete sentinel(target).watch,
    failover: async (target) => forceFailover(service, sentinel(target)),
  };
}

function found<P extends Process>(processes: ReadonlyMap<string, P>, { pod, ip }: Target): P | undefined {
  const process = processes.get(pod);
  return process !== undefined && process.ip === ip && answers(process) ? process : undefined;
}

function running<P extends Process>(processes: ReadonlyMap<string, P>, target: Target): P {
  const process = found(processes, target);
  if (process === undefined) throw new RedisError('Unreachable', `${target.pod}: not reachable`);
  return process;
}

function servingTarget({ servers }: Service, target: Target): Server & { state: Serving } {
  const server = running(servers, target);
  if (!isServing(server)) throw new RedisError('Unreachable', `${target.pod}: nobody listens`);
  return server;
}

function order(service: Service, target: Target, clusterId: string): void {
  const server = running(service.servers, target);
  if (server.state.kind !== 'lobby') throw new RedisError('Unreachable', `${target.pod}: nobody listens`);
  forbidSecondMaster(service, server);
  server.state.order = clusterId;
}

function promote(service: Service, target: Target): void {
  const server = servingTarget(service, target);
  forbidSecondMaster(service, server);
  promoteServer(service, server);
}

/** Nobody is made a master while another one serves and can be reached. */
function forbidSecondMaster({ servers, accidents }: Service, chosen: Server): void {
  const other = [...servers.values()].find((server) => server !== chosen && isMaster(server) && answers(server));
  if (other !== undefined) accidents.push(`${chosen.pod} was made a master beside ${other.pod}`);
}

function pauseUntil({ state }: Server & { state: Serving }, untilMs: number): void {
  state.pausedUntil = untilMs;
}

function configure({ state }: Server & { state: Serving }, settings: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  const { 'replica-priority': priority, ...others } = settings;
  if (priority !== undefined) state.priority = Number(priority);
  Object.assign(state.config, others);
  return settings;
}

function reconnect({ watch, pod }: Sentinel): void {
  if (watch === undefined) throw new RedisError('Refused', `${pod} knows no such master`);
  for (const row of watch.replicas.values()) row.isStranger = false;
}

function tune({ watch, pod }: Sentinel, settings: NonNullable<Sentinel['watch']>['settings']): void {
  if (watch === undefined) throw new RedisError('Refused', `${pod} knows no such master`);
  watch.settings = settings;
}
