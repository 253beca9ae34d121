import type { Kube } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

/** `namespace/name`, or `name` for a cluster-scoped object. */
export type Key = string;

/**
 * What a reconcile wants next. Nothing: wait for an event. `requeueAfterMs`: come back at the latest then.
 * A thrown error means back off and try again, unless the error's `retry` says otherwise; see `error-policy.ts`.
 */
export type Outcome = { readonly requeueAfterMs?: number };

export type ReconcileContext = {
  readonly kube: Kube;
  /** Aborted at the reconcile's deadline, at stop, and when leadership is lost. */
  readonly signal: AbortSignal;
  readonly log: Logger;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
};

/**
 * Brings one object nearer to what it asks for. Level-based: it gets a name, never an event, and must look at
 * what is there. The same key never runs twice at once.
 */
export type Reconcile = (key: Key, context: ReconcileContext) => Promise<Outcome>;

export type LogFields = Readonly<Record<string, unknown>>;

/** Structured log: a constant message and fields. */
export type Logger = {
  debug(message: string, fields?: LogFields): void;
  info(message: string, fields?: LogFields): void;
  warn(message: string, fields?: LogFields): void;
  error(message: string, fields?: LogFields): void;
  child(fields: LogFields): Logger;
};

/** A shared, watched copy of one kind. Its objects are frozen. */
export type Cache<T extends StoredObject> = {
  get(key: Key): T | undefined;
  list(): readonly T[];
  /** Objects whose index function gave `value`. */
  byIndex(index: string, value: string): readonly T[];
  hasSynced(): boolean;
};

/** Something outside the API server that asks for reconciles, such as a service's own notifications. */
export type EventSource = {
  start(enqueue: (key: Key) => void): void;
  stop(): Promise<void>;
};
