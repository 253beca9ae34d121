import type { StoredObject } from '@dataservices/plan';
import { errorFromStatus, isKubeError, type StatusBody } from './errors.ts';
import { IdleLimit } from './idle-limit.ts';
import type { ListResult } from './list.ts';
import type { Watch, WatchEvent } from './port.ts';
import { askedWaitMs } from './put-off.ts';
import { sleep } from './sleep.ts';
import { backoffMs, initialWatchState, transition, type WatchInput, type WatchState } from './watch-state.ts';

/** What happens to a watch, for logs and metrics. `code` is that of a KubeError, such as Forbidden, or the error's name. */
export type WatchReport =
  | { readonly type: 'listed'; readonly objects: number; readonly resourceVersion: string }
  | { readonly type: 'watching'; readonly resourceVersion: string }
  | { readonly type: 'expired' }
  | { readonly type: 'failed'; readonly code: string; readonly message: string; readonly failures: number }
  | { readonly type: 'handler-failed'; readonly message: string };

type RawEvent = { readonly type: 'ADDED' | 'MODIFIED' | 'DELETED' | 'BOOKMARK' | 'ERROR'; readonly object: StoredObject & StatusBody };

export type WatchSource<T> = {
  /** Names the watch in error messages. */
  readonly name: string;
  list(signal: AbortSignal): Promise<ListResult<T>>;
  /** Opens a watch with bookmarks that the server ends by itself after `timeoutSeconds`. */
  open(resourceVersion: string, timeoutSeconds: number, signal: AbortSignal): Promise<AsyncIterable<unknown>>;
  report(report: WatchReport): void;
};

const shortestWatchSeconds = 300;
// Bookmarks come about once a minute. A server that falls silent is cut off, though TCP would wait for long: a process
// that hangs still has a kernel that answers for it.
const defaultSilenceMs = 150_000;

// A server that names an hour by mistake must not blind the operator for an hour.
const longestAskedWaitMs = 60_000;

export type WatchSettings = {
  /** How long a watch may be silent before it is opened anew from its place. Default 150 000. */
  readonly silenceMs?: number | undefined;
};

/** Follows a source until it is stopped, whatever fails meanwhile. */
export function startWatch<T extends StoredObject>(
  source: WatchSource<T>,
  onEvent: (event: WatchEvent<T>) => void,
  { silenceMs = defaultSilenceMs }: WatchSettings = {},
): Watch {
  const watcher = new Watcher(source, onEvent, silenceMs);
  const running = watcher.run();
  return {
    async stop() {
      watcher.stopping.abort(new Error('the watch was stopped'));
      await running;
    },
    lastActivityMs: () => watcher.lastActivityMs,
  };
}

class Watcher<T extends StoredObject> {
  readonly stopping = new AbortController();
  lastActivityMs = performance.now();
  readonly #source: WatchSource<T>;
  readonly #onEvent: (event: WatchEvent<T>) => void;
  readonly #silenceMs: number;
  #state: WatchState = initialWatchState;
  /** How long the server asked to be left alone, over and above our own backoff. */
  #askedWaitMs = 0;

  constructor(source: WatchSource<T>, onEvent: (event: WatchEvent<T>) => void, silenceMs: number) {
    this.#source = source;
    this.#onEvent = onEvent;
    this.#silenceMs = silenceMs;
  }

  async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.lastActivityMs = performance.now();
      this.#state = transition(this.#state, { type: 'begin' });
      const input = await this.#attempt();
      this.#state = transition(this.#state, input);
      const delayMs = Math.max(backoffMs(this.#state, Math.random()), this.#askedWaitMs);
      if (input.type !== 'listed') await sleep(delayMs, this.stopping.signal);
    }
  }

  async #attempt(): Promise<WatchInput> {
    const openedAt: { ms?: number } = {};
    this.#askedWaitMs = 0;
    try {
      return this.#state.phase === 'watching' ? await this.#follow(this.#state.resourceVersion, openedAt) : await this.#list();
    } catch (error) {
      const openMs = openedAt.ms === undefined ? 0 : performance.now() - openedAt.ms;
      if (this.stopping.signal.aborted) return { type: 'failed', openMs };
      this.#askedWaitMs = Math.min(askedWaitMs(error) ?? 0, longestAskedWaitMs);
      if (isKubeError(error, 'Expired')) {
        this.#source.report({ type: 'expired' });
        return { type: 'expired', openMs };
      }
      this.#source.report({ type: 'failed', code: codeOf(error), message: messageOf(error), failures: this.#state.failures + 1 });
      return { type: 'failed', openMs, ...(openedAt.ms === undefined && isUnanswered(error) && { isUnreachable: true }) };
    }
  }

  async #list(): Promise<WatchInput> {
    const { items, resourceVersion } = await this.#source.list(this.stopping.signal);
    this.stopping.signal.throwIfAborted();
    this.#source.report({ type: 'listed', objects: items.length, resourceVersion });
    this.#deliver({ type: 'LISTED', objects: items, resourceVersion });
    return { type: 'listed', resourceVersion };
  }

  async #follow(resourceVersion: string, openedAt: { ms?: number }): Promise<WatchInput> {
    const timeoutSeconds = Math.round(shortestWatchSeconds * (1 + Math.random()));
    const idle = new IdleLimit(this.#silenceMs);
    try {
      const signal = AbortSignal.any([this.stopping.signal, idle.signal]);
      const events = await this.#source.open(resourceVersion, timeoutSeconds, signal);
      openedAt.ms = performance.now();
      this.#source.report({ type: 'watching', resourceVersion });
      for await (const event of events) {
        this.stopping.signal.throwIfAborted();
        this.lastActivityMs = performance.now();
        this.#receive(event as RawEvent);
        idle.restart();
      }
      return { type: 'closed', openMs: performance.now() - openedAt.ms };
    } finally {
      idle.clear();
    }
  }

  #receive({ type, object }: RawEvent): void {
    if (type === 'ERROR') throw errorFromStatus({ method: 'WATCH', path: this.#source.name }, object);
    if (type !== 'BOOKMARK') this.#deliver({ type, object: object as StoredObject as T });
    this.#state = transition(this.#state, { type: 'advanced', resourceVersion: object.metadata.resourceVersion });
  }

  #deliver(event: WatchEvent<T>): void {
    try {
      this.#onEvent(event);
    } catch (error) {
      // One bad listener must not blind everything else that depends on this watch.
      this.#source.report({ type: 'handler-failed', message: error instanceof Error ? (error.stack ?? error.message) : String(error) });
    }
  }
}

/** Whether nobody was reached, or nobody answered in time. */
function isUnanswered(error: unknown): boolean {
  return isKubeError(error, 'Unreachable') || (isKubeError(error, 'Timeout') && error.status === 0);
}

function codeOf(error: unknown): string {
  if (isKubeError(error)) return error.code;
  return error instanceof Error ? error.name : 'Error';
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
