import type { Asked } from './asked.ts';
import type { OpenWatch, WatchLine } from './open-watch.ts';

/** What the proxy says in place of the API server. */
export type Reply = { readonly status: number; readonly headers?: Readonly<Record<string, string>>; readonly body: string };

/** A request that is being carried out. */
export type Exchange = Asked & {
  /** Place among the writes that count, from 1; undefined for all other requests. */
  readonly write: number | undefined;
};

/**
 * One way in which the path to the API server misbehaves. A fault has any of these hooks; all that are set act together.
 * In `intercept` and `answered` the first fault that has something to say decides; a line of a watch goes through all of them
 * in the order in which they were set.
 */
export type Fault = {
  /** Before anything is sent on: an answer, 'hang' for no answer at all, or 'cut' for the connection's end. undefined: go on. */
  readonly intercept?: (exchange: Exchange) => Reply | 'hang' | 'cut' | undefined;
  /** After the API server has done what was asked, before the client hears of it. Not called for watches. */
  readonly answered?: (exchange: Exchange, status: number) => 'cut' | undefined;
  /** What comes of one line of a watch. */
  readonly line?: (line: WatchLine, watch: OpenWatch) => readonly WatchLine[];
  /** What was kept back, once the fault is cleared. */
  readonly release?: (watch: OpenWatch) => readonly WatchLine[];
};

/** The faults that are set, in that order. */
export class FaultList {
  #faults: readonly Fault[] = [];

  get current(): readonly Fault[] {
    return this.#faults;
  }

  add(fault: Fault): void {
    this.#faults = [...this.#faults, fault];
  }

  /** @returns the faults that came after it and still stand; undefined where it was not set */
  remove(fault: Fault): readonly Fault[] | undefined {
    const index = this.#faults.indexOf(fault);
    if (index === -1) return undefined;
    const later = this.#faults.slice(index + 1);
    this.#faults = this.#faults.filter((other) => other !== fault);
    return later;
  }
}

/** The first answer that is one. */
export function firstOf<T>(faults: readonly Fault[], ask: (fault: Fault) => T | undefined): T | undefined {
  for (const fault of faults) {
    const said = ask(fault);
    if (said !== undefined) return said;
  }
  return undefined;
}
