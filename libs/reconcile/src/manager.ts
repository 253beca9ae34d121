import { type Resource, sleep } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { CacheRegistry } from './cache-registry.ts';
import { Controller } from './controller.ts';
import { createEventRecorder } from './events.ts';
import { type HealthServer, startHealthServer } from './health.ts';
import { keyOf } from './key.ts';
import { LeadershipLost } from './lead-term.ts';
import { LeaderElection } from './leader.ts';
import type { CacheInput, ControllerInput, Manager, ManagerOptions } from './manager-options.ts';
import { createMetrics } from './metrics.ts';
import { isSpecChange } from './predicates.ts';
import { readYourWrites } from './read-your-writes.ts';
import { changesOf, changesOfOwned } from './sources.ts';

// A watch ends by itself after 10 minutes at the latest and then waits for half a minute at most.
const longestSilenceSeconds = 15 * 60;
const syncWarningMs = 120_000;
const longestFlushMs = 5000;
// Its worker is lost, and a worker that is lost is never missed by anything else; what a slow server costs ends sooner.
const longestOverdueMs = 5 * 60_000;

/** Starts, in this order: probes, caches, leadership, controllers; and stops in the reverse order. */
export function createManager(options: ManagerOptions): Manager {
  const manager = new OperatorManager(options);
  return {
    kube: manager.kube,
    metrics: manager.metrics,
    recorder: manager.recorder,
    cache: (resource, input) => manager.cache(resource, input),
    controller: (input) => manager.controller(input),
    run: () => manager.run(),
    stop: () => manager.stop(),
  };
}

class OperatorManager {
  readonly metrics;
  readonly kube;
  readonly recorder;
  readonly #options: ManagerOptions;
  readonly #caches = new CacheRegistry();
  readonly #controllers: Controller[] = [];
  readonly #stopping = new AbortController();
  readonly #election: LeaderElection | undefined;
  #running: Promise<void> | undefined;

  constructor(options: ManagerOptions) {
    const { kube, logger, name, leaderElection } = options;
    this.#options = options;
    this.metrics = options.metrics ?? createMetrics();
    this.metrics.observeWatches(() => this.#caches.silentSeconds());
    this.#election = leaderElection && new LeaderElection({ ...leaderElection, kube, log: logger });
    this.kube = readYourWrites(kube, { cachesOf: (resource) => this.#caches.of(resource), guard: () => this.#election?.leadSignal() });
    this.recorder = createEventRecorder({ kube: this.kube, controller: name, log: logger });
  }

  cache<T extends StoredObject>(resource: Resource, { namespace, ...input }: CacheInput<T> = {}) {
    this.#refuseWhileRunning();
    const namespaces = namespace === undefined ? this.#options.namespaces : [namespace];
    return this.#caches.get<T>({ onListenerError: (error, { kind }) => this.#reportListener(error, kind), ...input, resource, namespaces });
  }

  controller<T extends StoredObject>(input: ControllerInput<T>): void {
    this.#refuseWhileRunning();
    const { name, for: cache, reconcile, workers = 4, backoff } = input;
    const controller = new Controller({
      name,
      reconcile,
      kube: this.kube,
      log: this.#options.logger.child({ controller: name }),
      sources: [
        changesOf(cache, input.predicate ?? isSpecChange),
        ...(input.owns ?? []).map((owned) => changesOfOwned(owned, cache.resource)),
        ...(input.watches ?? []),
      ],
      eventSources: input.eventSources ?? [],
      allKeys: () => cache.list().map(keyOf),
      workers,
      deadlineMs: input.deadlineMs ?? 60_000,
      resyncMs: input.resyncMs ?? 600_000,
      queue: backoff === undefined ? {} : { backoff },
      observer: this.metrics.controller(name, workers),
    });
    this.metrics.observeQueue(name, controller.queue);
    this.metrics.observeObjects(cache.resource.kind, () => cache.list());
    this.#controllers.push(controller);
  }

  run(): Promise<void> {
    this.#running ??= this.#run();
    return this.#running;
  }

  async stop(): Promise<void> {
    this.#stopping.abort(new Error('the operator is stopping'));
    await this.#running;
  }

  async #run(): Promise<void> {
    const stop = () => this.#stopping.abort(new Error('the operator is stopping'));
    const signals = this.#options.handlesSignals === false ? [] : (['SIGTERM', 'SIGINT'] as const);
    for (const signal of signals) process.once(signal, stop);
    const health = await this.#startHealth();
    try {
      this.#caches.start(this.#options.kube);
      if (await this.#whenReadyToWork()) await this.#work();
    } finally {
      for (const signal of signals) process.off(signal, stop);
      await this.#close(health);
    }
  }

  #startHealth(): Promise<HealthServer> {
    const { health = {} } = this.#options;
    return startHealthServer({
      ...health,
      port: health.port ?? 8080,
      registry: this.metrics.registry,
      problems: () => [...this.#stuckWatches(), ...this.#stuckPasses()],
      missing: () => this.#caches.unsynced().map((plural) => `${plural} are not listed yet`),
    });
  }

  #stuckWatches(): readonly string[] {
    return [...this.#caches.silentSeconds()].flatMap(([kind, seconds]) =>
      seconds > longestSilenceSeconds ? `the watch of ${kind} is stuck` : [],
    );
  }

  #stuckPasses(): readonly string[] {
    return this.#controllers.flatMap((controller) =>
      controller.overdueMs() > longestOverdueMs ? `a pass of ${controller.name} does not end, though its signal was aborted` : [],
    );
  }

  /** Whether there is work to begin: false when stopped before. */
  async #whenReadyToWork(): Promise<boolean> {
    const { signal } = this.#stopping;
    const synced = this.#caches.whenSynced().then(() => true);
    while (!(await Promise.race([synced, sleep(syncWarningMs, signal).then(() => false)]))) {
      if (signal.aborted) return false;
      this.#options.logger.warn('still waiting for first lists: is the API server reachable, and are list and watch granted?', {
        kinds: this.#caches.unsynced(),
      });
    }
    if (this.#election === undefined) return !signal.aborted;
    this.#reportLead(false);
    return this.#election.acquire(signal);
  }

  async #work(): Promise<void> {
    this.#reportLead(true);
    for (const controller of this.#controllers) controller.start();
    const isLost = await Promise.race([aborted(this.#stopping.signal).then(() => false), this.#isLeadLost()]);
    this.#reportLead(false);
    if (isLost) this.#endAtOnce();
    const isDrained = await this.#drain(new Error('the operator is stopping'));
    await this.#flushEvents();
    // Only now, and not where a reconcile goes on that heeds no signal: until the last one has returned, nobody else may begin.
    await this.#election?.release({ givesBack: isDrained });
  }

  async #isLeadLost(): Promise<boolean> {
    if (this.#election === undefined) return new Promise(() => {});
    const isGivenUp = await this.#election.hold();
    return !isGivenUp;
  }

  #endAtOnce(): never {
    const lost = new LeadershipLost('the lease was not renewed in time: another process may lead now');
    for (const controller of this.#controllers) void controller.stop(lost).catch(() => {});
    this.#options.logger.error('leadership lost: this process gives up all that it was about to do', { error: lost });
    (this.#options.onLeadershipLost ?? (() => process.exit(1)))(this.#election?.identity ?? '');
    throw lost;
  }

  /**
   * Whether every reconcile has returned. What is under way may end, if that is soon: a node that is drained takes the operator and the master of a
   * cluster along at the same time, and a hand-over that is cut short is only ended by the next leader.
   */
  async #drain(reason: Error): Promise<boolean> {
    const drained = new AbortController();
    const { finishMs = 5_000, drainMs = 30_000, logger } = this.#options;
    const stopped = Promise.all(this.#controllers.map((controller) => controller.stop(reason, { finishMs }))).finally(() =>
      drained.abort(),
    );
    await Promise.race([stopped, sleep(drainMs, drained.signal)]);
    if (!drained.signal.aborted) logger.warn('some reconciles did not end in time: going on without them', { drainMs });
    return drained.signal.aborted;
  }

  // Events are a leader's writes too, but none of them is worth keeping the next leader waiting.
  async #flushEvents(): Promise<void> {
    const flushed = new AbortController();
    const flushing = this.recorder.flush().finally(() => flushed.abort());
    await Promise.race([flushing, sleep(longestFlushMs, flushed.signal)]);
  }

  async #close(health: HealthServer): Promise<void> {
    await this.#caches.stop();
    await this.#options.kube.close();
    await health.close();
  }

  #reportListener(error: unknown, kind: string): void {
    this.#options.logger.error('a listener of a cache failed: the change may go unseen until the next resync', { kind, error });
  }

  #reportLead(isLeader: boolean): void {
    this.metrics.leader(this.#options.leaderElection?.name ?? this.#options.name, isLeader);
  }

  #refuseWhileRunning(): void {
    if (this.#running !== undefined) throw new Error('caches and controllers are declared before run()');
  }
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    if (signal.aborted) resolve();
    else signal.addEventListener('abort', () => resolve(), { once: true });
  });
}
