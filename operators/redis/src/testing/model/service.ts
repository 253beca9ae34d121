import { majorityValue } from '@dataservices/plan';
import type { SentinelSettings } from '../../client/port.ts';
import type { DataSet } from './data-set.ts';

/** How often the parts of the service look at each other, in milliseconds. */
export const tickMs = 500;

/** What start-redis-script.ts notes on the volume. */
export type VolumeRecord = {
  readonly cluster: string;
  readonly isSettled: boolean;
  readonly role: 'master' | 'replica';
  readonly data?: DataSet;
  /** Hosts of those that were in step with it as their master. */
  readonly followers?: readonly string[];
};

/** `data`: what a server would load from the files on it. */
export type Volume = { record?: VolumeRecord; data?: DataSet };

export type Lobby = { readonly kind: 'lobby'; isRefusing: boolean; order?: string };

export type Serving = {
  readonly kind: 'serving';
  masterHost?: string;
  data: DataSet;
  /** Of a replica; up with the process that it had then. */
  link: { readonly state: 'down' } | { readonly state: 'syncing'; readonly until: number } | { readonly state: 'up'; readonly to: string };
  /** After a full synchronisation: until the data has reached the disk. */
  rewritesUntil?: number;
  priority: number;
  /** Started without data: it is not to be elected before it is in step. */
  isNew: boolean;
  pausedUntil: number;
  nextNote: number;
  config: Record<string, string>;
};

/** A process; another start is another process. */
export type Process = {
  readonly pod: string;
  readonly ip: string;
  readonly host: string;
  /** Stopped by a signal: accepts connections and answers nothing. */
  isHung: boolean;
  /** Nobody but clients on its own node reaches it. */
  isCutOff: boolean;
};

export type Server = Process & {
  readonly clusterId: string;
  readonly volume: Volume;
  /** Whether its pod was told that the volume had been left behind. */
  readonly isRetired: boolean;
  readonly startedAt: number;
  state: Lobby | Serving;
};

export type ReplicaRow = {
  host: string;
  /** Whether another process answers where the sentinel believes it to be: it does not look the name up again while that holds. */
  isStranger: boolean;
  answeredAt: number;
  priority: number;
  offset: number;
  /** Since when it has had no link to its master; undefined while it has one, or is a master. */
  linkDownSince: number | undefined;
  /** What it says of itself, and since when. */
  masterHost: string | undefined;
  saysSoSince: number;
};

export type Failover = {
  readonly epoch: number;
  readonly isForced: boolean;
  readonly startedAt: number;
  /** Whom it promotes, once that is chosen. */
  target?: string;
  /** From when on the target is known to be the master. */
  isPromoted: boolean;
};

/** What a sentinel knows of its master. */
export type Watch = {
  masterHost: string;
  configEpoch: number;
  settings: SentinelSettings;
  answeredAt: number;
  /** Since when the master says that it is a replica. */
  saysReplicaSince?: number;
  replicas: Map<string, ReplicaRow>;
  others: Set<string>;
  failover?: Failover;
  lastAttemptAt: number;
};

export type Sentinel = Process & { epoch: number; votedIn: number; watch?: Watch };

/** All processes of one cluster, and how time passes for them. Mutable: it is the outside world. */
export type Service = {
  now: number;
  /** By pod. */
  readonly servers: Map<string, Server>;
  readonly sentinels: Map<string, Sentinel>;
  /** The sentinels that the configuration names to the start script and the probes. */
  sentinelCount: number;
  /** What a server starts with. */
  startConfig: Readonly<Record<string, string>>;
  /** The identities that were founded: two are two clusters. */
  readonly founded: string[];
  /** What must never happen, as one sentence each. */
  readonly accidents: string[];
  made: number;
};

export function createService(now: number): Service {
  return { now, servers: new Map(), sentinels: new Map(), sentinelCount: 3, startConfig: {}, founded: [], accidents: [], made: 0 };
}

/** A name that nothing had before. */
export function fresh(service: Service, prefix: string): string {
  service.made += 1;
  return `${prefix}${service.made}`;
}

export function podOf(host: string): string {
  const dot = host.indexOf('.');
  return dot === -1 ? host : host.slice(0, dot);
}

export function answers({ isHung, isCutOff }: Process): boolean {
  return !isHung && !isCutOff;
}

/** The server at this host, if it answers as one. */
export function servingAt({ servers }: Service, host: string): (Server & { state: Serving }) | undefined {
  const server = servers.get(podOf(host));
  return server !== undefined && server.host === host && answers(server) && isServing(server) ? server : undefined;
}

export function isServing(server: Server): server is Server & { state: Serving } {
  return server.state.kind === 'serving';
}

export function isMaster(server: Server): server is Server & { state: Serving } {
  return isServing(server) && server.state.masterHost === undefined;
}

/** Whom more than half of the configured sentinels name. */
export function namedHost({ sentinels, sentinelCount }: Service): string | undefined {
  const votes = [...sentinels.values()].filter(answers).flatMap(({ watch }) => (watch === undefined ? [] : [namedBy(watch)]));
  return majorityValue(votes, sentinelCount);
}

/** The address that a sentinel gives away: from the promotion on it is the new master's. */
export function namedBy({ masterHost, failover }: Watch): string {
  return failover?.isPromoted === true && failover.target !== undefined ? failover.target : masterHost;
}
