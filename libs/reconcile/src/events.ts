import { hostname } from 'node:os';
import { type Kube, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import type { Logger } from './contract.ts';
import { type EventInput, eventBody, type Reporter } from './event-body.ts';
import { microTime } from './lease.ts';
import { TokenBucket } from './token-bucket.ts';

/** Records events beside the real work: it returns at once, and what fails is logged only. */
export type EventRecorder = {
  record(event: EventInput): void;
  /** Resolves when everything recorded so far is written or given up. */
  flush(): Promise<void>;
};

export type EventRecorderOptions = { readonly kube: Kube; readonly controller: string; readonly log: Logger };

type Series = { readonly namespace: string; readonly name: string; count: number; lastMs: number };

const seriesMs = 10 * 60_000;
// As client-go: an object that flaps must not flood the API server with its story.
const ratePerObject = { burst: 25, perSecond: 1 / 300 };
const longestBacklog = 1000;

export function createEventRecorder(options: EventRecorderOptions): EventRecorder {
  const recorder = new Recorder(options);
  return {
    record(event) {
      try {
        recorder.record(event);
      } catch (error) {
        options.log.warn('an event was not recorded', { error });
      }
    },
    flush: () => recorder.flush(),
  };
}

class Recorder {
  readonly #kube: Kube;
  readonly #log: Logger;
  readonly #reporter: Reporter;
  readonly #series = new Map<string, Series>();
  readonly #buckets = new Map<string, TokenBucket>();
  #backlog = 0;
  #tail: Promise<void> = Promise.resolve();

  constructor({ kube, controller, log }: EventRecorderOptions) {
    this.#kube = kube;
    this.#log = log;
    this.#reporter = { controller, instance: `${controller}-${hostname()}`.slice(0, 128) };
  }

  flush(): Promise<void> {
    return this.#tail;
  }

  record(event: EventInput): void {
    const nowMs = Date.now();
    this.#forgetOld(nowMs);
    const key = seriesKey(event);
    const known = this.#series.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastMs = nowMs;
      if (this.#isAllowed(event)) this.#write(() => this.#kube.mergePatch(resources.events, known, seriesPatch(known)));
      return;
    }
    if (!this.#isAllowed(event)) return;
    const body = eventBody(event, this.#reporter, nowMs);
    const { namespace = 'default', name } = body.metadata;
    this.#series.set(key, { namespace, name, count: 1, lastMs: nowMs });
    this.#write(() => this.#kube.create(resources.events, body));
  }

  /** One after the other, so that a series is created before it is counted up. */
  #write(call: () => Promise<unknown>): void {
    this.#backlog += 1;
    this.#tail = this.#tail.then(async () => {
      try {
        await call();
      } catch (error) {
        this.#log.warn('an event was not recorded', { error });
      } finally {
        this.#backlog -= 1;
      }
    });
  }

  #isAllowed({ regarding: { metadata }, isEssential }: EventInput): boolean {
    if (this.#backlog >= longestBacklog) return false;
    if (isEssential) return true;
    const key = metadata.uid ?? `${metadata.namespace}/${metadata.name}`;
    const bucket = this.#buckets.get(key) ?? new TokenBucket(ratePerObject);
    this.#buckets.set(key, bucket);
    return bucket.tryTake();
  }

  #forgetOld(nowMs: number): void {
    for (const [key, { lastMs }] of this.#series) if (nowMs - lastMs > seriesMs) this.#series.delete(key);
    for (const [key, bucket] of this.#buckets) if (bucket.isFull()) this.#buckets.delete(key);
  }
}

function seriesKey({ regarding, related, type, reason, action, note }: EventInput): string {
  return JSON.stringify([identity(regarding), related && identity(related), type, reason, action, note]);
}

function identity({ kind, metadata }: KubeObject) {
  return [kind, metadata.namespace, metadata.name, metadata.uid];
}

function seriesPatch({ count, lastMs }: Series): object {
  return { series: { count, lastObservedTime: microTime(lastMs) } };
}
