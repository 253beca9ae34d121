import { randomUUID } from 'node:crypto';
import { type Kube, sleep } from '@dataservices/kube';
import type { EventSource, Key, Logger, Outcome, Reconcile } from './contract.ts';
import { DeadlineExceeded, decideOnError, isConflict, isUnforeseen } from './error-policy.ts';
import { refOf } from './key.ts';
import { type QueueObserver, type QueueOptions, WorkQueue } from './queue.ts';
import type { Source } from './sources.ts';

export type ReconcileResult = 'success' | 'requeue' | 'requeue_after' | 'error';

/** What a controller tells its metrics. */
export type ControllerObserver = {
  readonly queue: QueueObserver;
  started(): void;
  finished(result: ReconcileResult, seconds: number): void;
  terminalError(): void;
  /** An error that says nothing of what to do about it; controller-runtime counts a panic. */
  unforeseenError(): void;
  timedOut(): void;
};

export type ControllerOptions = {
  readonly name: string;
  readonly reconcile: Reconcile;
  readonly kube: Kube;
  readonly log: Logger;
  readonly sources: readonly Source[];
  readonly eventSources: readonly EventSource[];
  /** Every key there is: reconciled at the start and again every `resyncMs`. */
  readonly allKeys: () => readonly Key[];
  /** How many keys are worked on at once. */
  readonly workers: number;
  /** How long one reconcile may take before its signal is aborted. */
  readonly deadlineMs: number;
  /** Services drift without an event; so everything is looked at again after this time, give or take a tenth. */
  readonly resyncMs: number;
  readonly queue: Omit<QueueOptions, 'observer'>;
  readonly observer: ControllerObserver;
};

/** Runs a reconcile function for the keys that its sources name. */
export class Controller {
  readonly queue: WorkQueue;
  readonly #options: ControllerOptions;
  readonly #running = new Set<AbortController>();
  #stopReason: Error | undefined;
  #unsubscribe: readonly (() => void)[] = [];
  #workers: readonly Promise<void>[] = [];
  #resyncTimer: NodeJS.Timeout | undefined;

  constructor(options: ControllerOptions) {
    this.#options = options;
    this.queue = new WorkQueue({ ...options.queue, observer: options.observer.queue });
  }

  get name(): string {
    return this.#options.name;
  }

  /** For how long the pass that is furthest past its deadline has been so, in milliseconds; 0 where none is. */
  overdueMs(): number {
    return Math.max(0, ...this.queue.workingMs().map((ms) => ms - this.#options.deadlineMs));
  }

  start(): void {
    const enqueue = (key: Key) => this.queue.add(key);
    this.#unsubscribe = this.#options.sources.map((subscribe) => subscribe(enqueue));
    for (const source of this.#options.eventSources) this.#startSource(source, enqueue);
    this.#resync();
    this.#workers = Array.from({ length: this.#options.workers }, () => this.#work());
  }

  /**
   * Takes nothing new in, aborts what runs, and resolves when the last reconcile has returned.
   *
   * @param options.finishMs how long what runs may go on before that: what is cut short waits for whoever comes next. Default 0
   */
  async stop(reason: Error, { finishMs = 0 }: { readonly finishMs?: number } = {}): Promise<void> {
    clearTimeout(this.#resyncTimer);
    for (const unsubscribe of this.#unsubscribe) unsubscribe();
    this.queue.close();
    this.#stopReason = reason;
    const finished = new AbortController();
    const working = Promise.all(this.#workers).finally(() => finished.abort());
    if (finishMs > 0) await Promise.race([working, sleep(finishMs, finished.signal)]);
    for (const pass of this.#running) pass.abort(reason);
    await Promise.all([working, ...this.#options.eventSources.map((source) => this.#stopSource(source))]);
  }

  // A source only makes the operator quicker: without it, the watches and the resync remain.
  #startSource(source: EventSource, enqueue: (key: Key) => void): void {
    try {
      source.start(enqueue);
    } catch (error) {
      this.#options.log.error('an event source did not start: what only it tells of is seen at the next resync', { error });
    }
  }

  async #stopSource(source: EventSource): Promise<void> {
    try {
      await source.stop();
    } catch (error) {
      this.#options.log.warn('an event source did not stop in good order', { error });
    }
  }

  #resync(): void {
    for (const key of this.#options.allKeys()) this.queue.add(key, 'low');
    this.#resyncTimer = setTimeout(() => this.#resync(), this.#options.resyncMs * (0.9 + 0.2 * Math.random()));
  }

  async #work(): Promise<void> {
    for (let key = await this.queue.take(); key !== undefined; key = await this.queue.take()) {
      try {
        await this.#reconcile(key);
      } finally {
        this.queue.done(key);
      }
    }
  }

  async #reconcile(key: Key): Promise<void> {
    const { reconcile, kube, observer, deadlineMs } = this.#options;
    const log = this.#options.log.child({ ...refOf(key), reconcileID: randomUUID() });
    // One of its own for each pass: a signal derived from a common one would keep every listener of every pass alive.
    const pass = new AbortController();
    const late = new DeadlineExceeded(deadlineMs);
    const timer = setTimeout(() => pass.abort(late), deadlineMs);
    this.#running.add(pass);
    const startedMs = performance.now();
    observer.started();
    let result: ReconcileResult = 'error';
    try {
      result = this.#settle(key, await reconcile(key, { kube, signal: pass.signal, log, now: Date.now }));
    } catch (error) {
      const wasToldToStop = pass.signal.aborted && pass.signal.reason === this.#stopReason;
      if (!wasToldToStop) this.#settleError(key, error, log);
    } finally {
      clearTimeout(timer);
      this.#running.delete(pass);
      if (pass.signal.reason === late) observer.timedOut();
      observer.finished(result, (performance.now() - startedMs) / 1000);
    }
  }

  #settle(key: Key, { requeueAfterMs }: Outcome): ReconcileResult {
    this.queue.forget(key);
    if (requeueAfterMs === undefined) return 'success';
    this.queue.addAfter(key, requeueAfterMs);
    return 'requeue_after';
  }

  #settleError(key: Key, error: unknown, log: Logger): void {
    const decision = decideOnError(error);
    if (isUnforeseen(error)) this.#options.observer.unforeseenError();
    const fields = { error };
    if (decision.kind === 'terminal') {
      this.queue.forget(key);
      this.#options.observer.terminalError();
      log.error('reconcile failed for good: waiting for a change', fields);
      return;
    }
    if (decision.kind === 'after') this.queue.addAfter(key, decision.afterMs);
    const retryInMs = decision.kind === 'after' ? decision.afterMs : this.queue.retry(key);
    if (isConflict(error)) log.info('another writer came first: trying again', { ...fields, retryInMs });
    else log.error('reconcile failed', { ...fields, retryInMs, failures: this.queue.failures(key) });
  }
}
