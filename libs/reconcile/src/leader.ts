import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { apiVersionOf, isKubeError, type Kube, resources, sleep } from '@dataservices/kube';
import type { Logger } from './contract.ts';
import { decideOnLease, heldLease, type Lease, type StoredLease } from './lease.ts';

export type LeaderOptions = {
  readonly kube: Kube;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Unique for each process. Default: host name and a random part. */
  readonly identity?: string;
  /** How long others leave an unrenewed lease alone. Default 15 s. */
  readonly leaseMs?: number;
  /** How long the leader goes on without a successful renewal; below `leaseMs`. Default 10 s. */
  readonly renewMs?: number;
  /** Between two attempts. Default 2 s. */
  readonly retryMs?: number;
  readonly log: Logger;
};

/** Holds a Lease against other processes. */
export class LeaderElection {
  readonly identity: string;
  readonly #options: Required<Omit<LeaderOptions, 'identity'>>;
  readonly #stopping = new AbortController();
  #seen: { readonly text: string; readonly sinceMs: number } | undefined;
  /** When the last successful renewal was sent: the lease runs from then, not from its answer. */
  #renewedMs: number | undefined;
  #holding: Promise<void> | undefined;

  constructor(options: LeaderOptions) {
    this.#options = { leaseMs: 15_000, renewMs: 10_000, retryMs: 2000, ...options };
    this.identity = options.identity ?? `${hostname()}_${randomUUID()}`;
  }

  /** Whether nobody else can be leader now. False too after the process was suspended for long. */
  isLeader(): boolean {
    return this.#renewedMs !== undefined && performance.now() - this.#renewedMs < this.#options.renewMs;
  }

  /** Resolves with true when this process leads, with false when it was stopped before. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { retryMs, log, name } = this.#options;
    while (!signal.aborted) {
      if (await this.#tryHold()) {
        log.info('became leader', { lease: name, identity: this.identity });
        return true;
      }
      await sleep(retryMs * (1 + 1.2 * Math.random()), signal);
    }
    return false;
  }

  /** Renews until leadership is lost (false) or given up by `release` (true). */
  async hold(): Promise<boolean> {
    const { retryMs } = this.#options;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holding = promise;
    try {
      while (!this.#stopping.signal.aborted) {
        await sleep(retryMs, this.#stopping.signal);
        if (this.#stopping.signal.aborted) break;
        await this.#tryHold();
        if (!this.isLeader()) return false;
      }
      return true;
    } finally {
      resolve();
    }
  }

  /** Ends the candidacy; a held lease is given back, so that the next one need not wait for its end. */
  async release(): Promise<void> {
    this.#stopping.abort(new Error('the election was stopped'));
    await this.#holding;
    if (!this.isLeader()) return;
    this.#renewedMs = undefined;
    try {
      const lease = await this.#read();
      if (lease?.spec?.holderIdentity !== this.identity) return;
      await this.#options.kube.update(resources.leases, {
        ...lease,
        spec: { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 },
      } as StoredLease);
    } catch (error) {
      this.#options.log.warn('the lease was not given back: the next leader waits for its end', { error });
    }
  }

  async #tryHold(): Promise<boolean> {
    const { log, renewMs } = this.#options;
    try {
      // Half of the time, so that a hung connection leaves room for a second attempt.
      return await this.#renewOrTake(AbortSignal.timeout(renewMs / 2));
    } catch (error) {
      // Losing the race for the lease is how elections go.
      if (!isKubeError(error, 'Conflict') && !isKubeError(error, 'AlreadyExists')) log.warn('the lease was not renewed', { error });
      return false;
    }
  }

  async #renewOrTake(signal: AbortSignal): Promise<boolean> {
    const { kube, leaseMs } = this.#options;
    const lease = await this.#read(signal);
    const decision = decideOnLease(lease, this.identity, this.#unchangedMs(lease), leaseMs);
    if (decision === 'wait') {
      // Whoever finds another holder is no leader any more, however fresh its own renewal looks.
      this.#renewedMs = undefined;
      return false;
    }
    const sentMs = performance.now();
    const spec = heldLease(lease, this.identity, leaseMs, Date.now());
    if (lease === undefined) await kube.create(resources.leases, this.#newLease(spec), { signal });
    else await kube.update(resources.leases, { ...lease, spec } as StoredLease, { signal });
    this.#renewedMs = sentMs;
    return true;
  }

  #read(signal?: AbortSignal): Promise<StoredLease | undefined> {
    const { kube, namespace, name } = this.#options;
    return kube.get<StoredLease>(resources.leases, { namespace, name }, signal === undefined ? {} : { signal });
  }

  #newLease(spec: Lease['spec']): Lease {
    const { namespace, name } = this.#options;
    return {
      apiVersion: apiVersionOf(resources.leases),
      kind: 'Lease',
      metadata: { namespace, name },
      ...(spec === undefined ? {} : { spec }),
    };
  }

  #unchangedMs(lease: Lease | undefined): number {
    const text = JSON.stringify(lease?.spec ?? null);
    const nowMs = performance.now();
    if (this.#seen?.text !== text) this.#seen = { text, sinceMs: nowMs };
    return nowMs - this.#seen.sinceMs;
  }
}
