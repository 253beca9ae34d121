import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { type Kube, resources } from '@dataservices/kube';
import type { KubeObject } from '@dataservices/plan';
import type { Logger } from './contract.ts';
import { microTime } from './lease.ts';
import { TokenBucket } from './token-bucket.ts';

export type EventInput = {
  readonly regarding: KubeObject;
  readonly related?: KubeObject;
  readonly type: 'Normal' | 'Warning';
  /** Stable, UpperCamelCase: what monitoring matches on. At most 128 characters. */
  readonly reason: string;
  /** What was done, UpperCamelCase. Default: the reason. */
  readonly action?: string;
  /** For people; cut at 1 kB. */
  readonly note: string;
};

/** Records events beside the real work: it returns at once, and what fails is logged only. */
export type EventRecorder = {
  record(event: EventInput): void;
  /** Resolves when everything recorded so far is written or given up. */
  flush(): Promise<void>;
};

export type EventRecorderOptions = { readonly kube: Kube; readonly controller: string; readonly log: Logger };

type Series = { readonly namespace: string; readonly name: string; readonly startedMs: number; count: number; lastMs: number };

const seriesMs = 10 * 60_000;
// As client-go: an object that flaps must not flood the API server with its story.
const ratePerObject = { burst: 25, perSecond: 1 / 300 };
const longestNoteBytes = 1024;
const longestBacklog = 1000;

export function createEventRecorder({ kube, controller, log }: EventRecorderOptions): EventRecorder {
  const instance = `${controller}-${hostname()}`.slice(0, 128);
  const series = new Map<string, Series>();
  const buckets = new Map<string, TokenBucket>();
  let backlog = 0;
  let tail: Promise<void> = Promise.resolve();

  function write(call: () => Promise<unknown>): void {
    backlog += 1;
    tail = tail.then(async () => {
      try {
        await call();
      } catch (error) {
        log.warn('an event was not recorded', { error });
      } finally {
        backlog -= 1;
      }
    });
  }

  function isAllowed(event: EventInput): boolean {
    const key = event.regarding.metadata.uid ?? `${event.regarding.metadata.namespace}/${event.regarding.metadata.name}`;
    const bucket = buckets.get(key) ?? new TokenBucket(ratePerObject);
    buckets.set(key, bucket);
    return backlog < longestBacklog && bucket.tryTake();
  }

  function record(event: EventInput): void {
    const nowMs = Date.now();
    forgetOld(series, buckets, nowMs);
    const key = seriesKey(event);
    const known = series.get(key);
    if (known !== undefined) {
      known.count += 1;
      known.lastMs = nowMs;
      if (isAllowed(event)) write(() => kube.mergePatch(resources.events, known, seriesPatch(known)));
      return;
    }
    if (!isAllowed(event)) return;
    const body = eventBody(event, controller, instance, nowMs);
    const { namespace = 'default', name } = body.metadata;
    series.set(key, { namespace, name, startedMs: nowMs, count: 1, lastMs: nowMs });
    write(() => kube.create(resources.events, body));
  }

  return {
    record(event) {
      try {
        record(event);
      } catch (error) {
        log.warn('an event was not recorded', { error });
      }
    },
    flush: () => tail,
  };
}

function forgetOld(series: Map<string, Series>, buckets: Map<string, TokenBucket>, nowMs: number): void {
  for (const [key, { lastMs }] of series) if (nowMs - lastMs > seriesMs) series.delete(key);
  for (const [key, bucket] of buckets) if (bucket.isFull()) buckets.delete(key);
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

function eventBody(
  { regarding, related, type, reason, action, note }: EventInput,
  controller: string,
  instance: string,
  nowMs: number,
): KubeObject {
  const namespace = regarding.metadata.namespace ?? 'default';
  const body = {
    apiVersion: 'events.k8s.io/v1',
    kind: 'Event',
    metadata: { namespace, name: `${regarding.metadata.name.slice(0, 200)}.${randomUUID().slice(0, 13)}` },
    eventTime: microTime(nowMs),
    type,
    reason,
    action: action ?? reason,
    note: cut(note),
    regarding: reference(regarding),
    ...(related === undefined ? {} : { related: reference(related) }),
    reportingController: controller,
    reportingInstance: instance,
  };
  return body;
}

function reference({ apiVersion, kind, metadata: { namespace, name, uid, resourceVersion } }: KubeObject) {
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}

function cut(note: string): string {
  if (Buffer.byteLength(note) <= longestNoteBytes) return note;
  // Cutting bytes may split a character; the decoder leaves a mark there, which is cut too.
  return `${Buffer.from(note)
    .subarray(0, longestNoteBytes - 4)
    .toString()
    .replace(/\uFFFD+$/, '')}…`;
}
