import type { Kube, Resource } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { CacheOptions, SharedCache } from './cache.ts';
import type { EventSource, Logger, Reconcile } from './contract.ts';
import type { EventRecorder } from './events.ts';
import type { LeaderOptions } from './leader.ts';
import type { Metrics } from './metrics.ts';
import type { Predicate } from './predicates.ts';
import type { QueueOptions } from './queue.ts';
import type { ChangeFeed, Source } from './sources.ts';

export type ManagerOptions = {
  /** Of the operator: names its events and its logs. */
  readonly name: string;
  readonly kube: Kube;
  readonly logger: Logger;
  /** Default: new ones. Give those whose hooks `connect` got. */
  readonly metrics?: Metrics;
  /** The namespaces to look at. Omitted: all. */
  readonly namespaces?: readonly string[] | undefined;
  /** Default port 8080; 0 is any free one. */
  readonly health?: { readonly port?: number; readonly host?: string };
  /** Omitted: this process is the only one. */
  readonly leaderElection?: Omit<LeaderOptions, 'kube' | 'log'> | undefined;
  /** How long running reconciles may go on after a stop as if there had been none; then their signal is aborted. Default 5 s. */
  readonly finishMs?: number;
  /** How long running reconciles are waited for after a stop, in all. Default 30 s. */
  readonly drainMs?: number;
  /** SIGTERM and SIGINT stop the manager. Default true. */
  readonly handlesSignals?: boolean;
  /** Must end the process, or replace it: another one leads. It is told by which name it was a candidate. Default: exit with 1. */
  readonly onLeadershipLost?: (identity: string) => void;
};

export type ControllerInput<T extends StoredObject> = {
  readonly name: string;
  /** The kind that is reconciled. */
  readonly for: SharedCache<T>;
  readonly reconcile: Reconcile;
  /** Which changes of that kind count. Default: all but those of status alone. */
  readonly predicate?: Predicate<T>;
  /** Kinds whose objects are controlled by that kind. */
  readonly owns?: readonly ChangeFeed<StoredObject>[];
  /** Other kinds, as `changesMapped(cache, map)`. */
  readonly watches?: readonly Source[];
  readonly eventSources?: readonly EventSource[];
  /** Default 4. */
  readonly workers?: number;
  /** Default 60 000. */
  readonly deadlineMs?: number;
  /** Default 600 000. */
  readonly resyncMs?: number;
  readonly backoff?: NonNullable<QueueOptions['backoff']>;
};

export type Manager = {
  /** Its writes are seen by the caches at once, and refused when leadership is in doubt. */
  readonly kube: Kube;
  readonly metrics: Metrics;
  readonly recorder: EventRecorder;
  /** Shared by all who ask for the same kind and selection. Before `run` only. */
  cache<T extends StoredObject>(resource: Resource, options?: CacheInput<T>): SharedCache<T>;
  /** Before `run` only. */
  controller<T extends StoredObject>(input: ControllerInput<T>): void;
  /** Resolves when stopped in good order. @throws Error where the port is taken */
  run(): Promise<void>;
  /** Ends `run`; resolves when nothing is open any more. */
  stop(): Promise<void>;
};

export type CacheInput<T extends StoredObject> = Omit<CacheOptions<T>, 'resource' | 'namespaces'> & { readonly namespace?: string };
