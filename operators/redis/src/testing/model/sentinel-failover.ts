import { majority } from '@dataservices/plan';
import { RedisError } from '../../client/redis-error.ts';
import { candidatesOf, isMasterDown, isRowDown, switchMaster } from './sentinel-table.ts';
import { promoteServer, repoint } from './server-commands.ts';
import { answers, type Failover, namedBy, type Sentinel, type Service, servingAt, tickMs, type Watch } from './service.ts';

const electionMs = 10_000;
/** Before a sentinel turns a replica that calls itself a master into one again. */
const conversionMs = 8_000;

type WatchingSentinel = Sentinel & { watch: Watch };

/** What one sentinel does about its master, once in a tick. After sentinel.c of Redis, with what was measured of it. */
export function actAsSentinel(service: Service, sentinel: WatchingSentinel): void {
  const { watch } = sentinel;
  if (watch.failover === undefined && shouldFailOver(service, sentinel)) begin(service, sentinel, false);
  // Votes are asked for at once: whoever begins first has them before the next one begins.
  if (watch.failover !== undefined) advance(service, sentinel, watch.failover);
  else correctReplicas(service, watch);
}

function shouldFailOver(service: Service, { watch, host }: WatchingSentinel): boolean {
  if (!isMasterDown(service, watch) || service.now - watch.lastAttemptAt < 2 * watch.settings.failoverTimeoutMilliseconds) return false;
  const agreeing = known(service, watch).filter((other) => other.host !== host && isMasterDown(service, other.watch));
  return agreeing.filter((other) => other.watch.masterHost === watch.masterHost).length + 1 >= watch.settings.quorum;
}

function known({ sentinels }: Service, { others }: Watch): readonly WatchingSentinel[] {
  return [...sentinels.values()].filter(
    (other) => others.has(other.host) && answers(other) && other.watch !== undefined,
  ) as WatchingSentinel[];
}

function begin(service: Service, sentinel: WatchingSentinel, isForced: boolean): void {
  sentinel.epoch += 1;
  sentinel.votedIn = sentinel.epoch;
  sentinel.watch.lastAttemptAt = attemptedAt(service, sentinel);
  sentinel.watch.failover = { epoch: sentinel.epoch, isForced, startedAt: service.now, isPromoted: false };
}

/** SENTINEL FAILOVER: no vote, no waiting. @throws RedisError */
export function forceFailover(service: Service, sentinel: Sentinel): void {
  if (sentinel.watch === undefined) throw new RedisError('Refused', `${sentinel.pod} knows no such master`);
  if (sentinel.watch.failover !== undefined) throw new RedisError('InProgress', `${sentinel.pod} is at it`);
  if (candidatesOf(service, sentinel.watch).length === 0) throw new RedisError('NoGoodReplica', `${sentinel.pod} knows nobody to promote`);
  begin(service, sentinel as WatchingSentinel, true);
}

function advance(service: Service, sentinel: WatchingSentinel, failover: Failover): void {
  const { watch } = sentinel;
  const age = service.now - failover.startedAt;
  if (failover.target === undefined) {
    if (failover.isForced || isElected(service, sentinel, failover)) choose(service, watch, failover);
    else if (age >= Math.min(electionMs, watch.settings.failoverTimeoutMilliseconds)) delete watch.failover;
  } else if (!failover.isPromoted) {
    awaitPromotion(service, watch, failover, failover.target, age);
  } else {
    reconfigure(service, watch, failover, failover.target, age);
  }
}

/** Each sentinel votes once in an epoch, and dead ones count as voters. */
function isElected(service: Service, { watch, host, epoch }: WatchingSentinel, failover: Failover): boolean {
  const voters = known(service, watch).filter((other) => other.host !== host && other.watch.masterHost === watch.masterHost);
  const willing = voters.filter((other) => other.votedIn < failover.epoch);
  const needed = Math.max(watch.settings.quorum, majority(watch.others.size + 1));
  if (willing.length + 1 < needed) return false;
  for (const voter of willing) {
    voter.votedIn = epoch;
    voter.epoch = Math.max(voter.epoch, epoch);
    voter.watch.lastAttemptAt = attemptedAt(service, voter);
  }
  return true;
}

/** Sentinel adds up to a second of chance, so that each of them is the first to try again at some time. */
function attemptedAt({ now }: Service, { epoch, pod }: Sentinel): number {
  const chance = (epoch * 31 + (pod.codePointAt(pod.length - 1) ?? 0) * 17) % 3;
  return now + chance * tickMs;
}

function choose(service: Service, watch: Watch, failover: Failover): void {
  const [best] = candidatesOf(service, watch);
  const server = best === undefined ? undefined : servingAt(service, best.host);
  if (best === undefined || server === undefined) {
    delete watch.failover;
    return;
  }
  failover.target = best.host;
  promoteServer(service, server);
}

function awaitPromotion(service: Service, watch: Watch, failover: Failover, target: string, ageMs: number): void {
  const row = watch.replicas.get(target);
  if (row !== undefined && servingAt(service, target) !== undefined && row.masterHost === undefined) failover.isPromoted = true;
  else if (ageMs > watch.settings.failoverTimeoutMilliseconds) delete watch.failover;
}

function reconfigure(service: Service, watch: Watch, failover: Failover, target: string, ageMs: number): void {
  const rows = [...watch.replicas.values()].filter((row) => row.host !== target && !isRowDown(service, watch, row));
  for (const { host, masterHost } of rows) {
    const server = servingAt(service, host);
    if (server !== undefined && masterHost !== target) repoint(server, target);
  }
  const isDone = rows.every(({ masterHost, linkDownSince }) => masterHost === target && linkDownSince === undefined);
  if (isDone || ageMs > watch.settings.failoverTimeoutMilliseconds) switchMaster(service, watch, target, failover.epoch);
}

/** A replica that calls itself a master, or follows another, is put right after a while, if the master looks sane. */
function correctReplicas(service: Service, watch: Watch): void {
  const master = servingAt(service, watch.masterHost);
  if (master === undefined || master.state.masterHost !== undefined || isMasterDown(service, watch)) return;
  for (const { host, masterHost, saysSoSince } of watch.replicas.values()) {
    const server = servingAt(service, host);
    const waitMs = masterHost === undefined ? conversionMs : watch.settings.failoverTimeoutMilliseconds;
    if (server !== undefined && masterHost !== watch.masterHost && service.now - saysSoSince > waitMs) repoint(server, namedBy(watch));
  }
}
