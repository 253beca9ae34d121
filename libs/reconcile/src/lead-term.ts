import type { Retry } from '@dataservices/kube';

/** This process does not lead, or no longer: another one may, and nothing may be written. */
export class LeadershipLost extends Error {
  override readonly name = 'LeadershipLost';
  readonly code = 'LeadershipLost';
  /** The process ends, or waits until it leads. */
  readonly retry: Retry = 'terminal';
}

/** The time for which a lease may be relied on: from one renewal for `renewMs`, and on with the next one. */
export class LeadTerm {
  readonly #renewMs: number;
  /** When the last successful renewal was sent, by `performance.now()`: the lease runs from then, not from its answer. */
  #renewedMs: number | undefined;
  #held = endedController();
  #timer: NodeJS.Timeout | undefined;

  constructor(renewMs: number) {
    this.#renewMs = renewMs;
  }

  /** Goes by the clock and not by the timer, which is late in a process that was stopped for a while. */
  isHeld(): boolean {
    return this.#renewedMs !== undefined && performance.now() - this.#renewedMs < this.#renewMs;
  }

  /** Aborted with LeadershipLost when the term ends; aborted already where there is none. */
  get signal(): AbortSignal {
    return this.#held.signal;
  }

  /** @param sentMs when the renewal was sent, by `performance.now()` */
  renew(sentMs: number): void {
    clearTimeout(this.#timer);
    this.#renewedMs = sentMs;
    const leftMs = sentMs + this.#renewMs - performance.now();
    if (leftMs > 0 && this.#held.signal.aborted) this.#held = new AbortController();
    this.#timer = setTimeout(() => this.end('the lease was not renewed in time: another process may lead now'), leftMs);
  }

  end(why: string): void {
    clearTimeout(this.#timer);
    this.#renewedMs = undefined;
    this.#held.abort(new LeadershipLost(why));
  }
}

function endedController(): AbortController {
  const controller = new AbortController();
  controller.abort(new LeadershipLost('this process does not lead: nothing is written'));
  return controller;
}
