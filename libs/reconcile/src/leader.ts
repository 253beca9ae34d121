import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { apiVersionOf, isKubeError, type Kube, resources, sleep } from '@dataservices/kube';
import type { Logger } from './contract.ts';
import { LeadershipLost, LeadTerm } from './lead-term.ts';
import { decideOnLease, heldLease, type Lease, type StoredLease } from './lease.ts';

export type LeaderOptions = {
  readonly kube: Kube;
  readonly namespace: string;
  /** Of the Lease. */
  readonly name: string;
  /** Unique for each process. Default: host name and a random part. */
  readonly identity?: string;
  /**
   * The one that this very process had before it began anew. A lease that it still holds is taken at once: its last renewal may have been seen by
   * nobody, and then everybody else waits for its whole time, after an API server that was gone for hours too.
   */
  readonly formerIdentity?: string | undefined;
  /** How long others leave an unrenewed lease alone. Default 15 s. */
  readonly leaseMs?: number;
  /** How long the leader goes on without a successful renewal; below `leaseMs`. Default 10 s. */
  readonly renewMs?: number;
  /** Between two attempts. Default 2 s. */
  readonly retryMs?: number;
  readonly log: Logger;
};

/**
 * Holds a Lease against other processes, with the times of client-go's leaderelection. Candidates look at it every 2 s on average and
 * not every 3.2 s: a lease that was given back is taken within 3 s.
 *
 * Guarantees: of several candidates one at most leads; whoever has not renewed for `renewMs` stops leading by its own
 * monotonic clock, and others take over after `leaseMs` without a change, by theirs. Assumes that these clocks go on
 * while a process is stopped. What a leader handed to its kernel before it was stopped may still arrive later; so
 * destructive calls carry preconditions besides.
 */
export class LeaderElection {
  readonly identity: string;
  readonly #options: Required<Omit<LeaderOptions, 'identity' | 'formerIdentity'>>;
  readonly #former: string | undefined;
  readonly #term: LeadTerm;
  readonly #stopping = new AbortController();
  #seen: { readonly text: string; readonly sinceMs: number } | undefined;
  #holding: Promise<void> | undefined;

  constructor(options: LeaderOptions) {
    this.#options = { leaseMs: 15_000, renewMs: 10_000, retryMs: 2000, ...options };
    this.#former = options.formerIdentity;
    this.identity = options.identity ?? `${hostname()}_${randomUUID()}`;
    this.#term = new LeadTerm(this.#options.renewMs);
  }

  /** Whether nobody else can be leader now. False too after the process was suspended for long. */
  isLeader(): boolean {
    return this.#term.isHeld();
  }

  /**
   * For all that only a leader may do: aborted when the lease can no longer be relied on, even if a renewal still hangs.
   *
   * @throws LeadershipLost where this process does not lead
   */
  leadSignal(): AbortSignal {
    const { signal } = this.#term;
    signal.throwIfAborted();
    // In a process that was stopped for a while, timers are late, and so is the signal.
    if (!this.isLeader()) throw new LeadershipLost('the lease was not renewed in time: nothing is written');
    return signal;
  }

  /** Resolves with true when this process leads, with false when it was stopped before. */
  async acquire(signal: AbortSignal): Promise<boolean> {
    const { retryMs, log, name } = this.#options;
    while (!signal.aborted) {
      if (await this.#tryHold(signal)) {
        log.info('became leader', { lease: name, identity: this.identity });
        return true;
      }
      await sleep(retryMs * (0.75 + 0.5 * Math.random()), signal);
    }
    return false;
  }

  /** Renews until leadership is lost (false) or given up by `release` (true). */
  async hold(): Promise<boolean> {
    const { signal: lost } = this.#term;
    const { signal: stopping } = this.#stopping;
    const { promise, resolve } = Promise.withResolvers<void>();
    this.#holding = promise;
    try {
      while (!stopping.aborted) {
        await sleep(this.#options.retryMs, AbortSignal.any([stopping, lost]));
        if (stopping.aborted) break;
        await this.#tryHold(lost);
        if (!this.isLeader()) return false;
      }
      return true;
    } finally {
      resolve();
    }
  }

  /**
   * Ends the candidacy and what is still being written by right of it; a held lease is given back, so that the next one
   * need not wait for its end.
   *
   * @param options.givesBack false: the lease stays until its end, since something may still be at work that no signal stops
   */
  async release({ givesBack = true }: { readonly givesBack?: boolean } = {}): Promise<void> {
    this.#stopping.abort(new Error('the election was stopped'));
    await this.#holding;
    const wasLeader = this.isLeader();
    this.#term.end('the operator is stopping: the lease is given back');
    if (!wasLeader || !givesBack) return;
    try {
      const signal = AbortSignal.timeout(this.#options.renewMs / 2);
      const lease = await this.#read(signal);
      if (lease?.spec?.holderIdentity !== this.identity) return;
      const spec = { ...lease.spec, holderIdentity: '', leaseDurationSeconds: 1 };
      await this.#options.kube.update(resources.leases, { ...lease, spec } as StoredLease, { signal });
    } catch (error) {
      this.#options.log.warn('the lease was not given back: the next leader waits for its end', { error });
    }
  }

  async #tryHold(until: AbortSignal): Promise<boolean> {
    const { log, renewMs } = this.#options;
    try {
      // Half of the time, so that a hung connection leaves room for a second attempt.
      return await this.#renewOrTake(AbortSignal.any([AbortSignal.timeout(renewMs / 2), until]));
    } catch (error) {
      // Losing the race for the lease is how elections go.
      if (!isKubeError(error, 'Conflict') && !isKubeError(error, 'AlreadyExists')) log.warn('the lease was not renewed', { error });
      return false;
    }
  }

  async #renewOrTake(signal: AbortSignal): Promise<boolean> {
    const { kube, leaseMs } = this.#options;
    const lease = await this.#read(signal);
    const decision = decideOnLease(lease, { identity: this.identity, former: this.#former }, this.#unchangedMs(lease), leaseMs);
    if (decision === 'wait') {
      // Whoever finds another holder is no leader any more, however fresh its own renewal looks.
      this.#term.end('another process holds the lease');
      return false;
    }
    const sentMs = performance.now();
    const spec = heldLease(lease, this.identity, leaseMs, Date.now());
    if (lease === undefined) await kube.create(resources.leases, this.#newLease(spec), { signal });
    else await kube.update(resources.leases, { ...lease, spec } as StoredLease, { signal });
    this.#term.renew(sentMs);
    return true;
  }

  #read(signal: AbortSignal): Promise<StoredLease | undefined> {
    const { kube, namespace, name } = this.#options;
    return kube.get<StoredLease>(resources.leases, { namespace, name }, { signal });
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
