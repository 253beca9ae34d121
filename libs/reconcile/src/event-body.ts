import { randomUUID } from 'node:crypto';
import type { KubeObject } from '@dataservices/plan';
import { microTime } from './lease.ts';

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
  /** Written however much there is to tell of the object: something was taken away, which happens no more often than it is there. */
  readonly isEssential?: true;
};

/** Who reports: the operator, and the process of it. */
export type Reporter = { readonly controller: string; readonly instance: string };

/** An events.k8s.io/v1 Event. */
export function eventBody({ regarding, related, type, reason, action, note }: EventInput, reporter: Reporter, nowMs: number): KubeObject {
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
    reportingController: reporter.controller,
    reportingInstance: reporter.instance,
  };
  return body;
}

function reference({ apiVersion, kind, metadata: { namespace, name, uid, resourceVersion } }: KubeObject) {
  return { apiVersion, kind, namespace, name, uid, resourceVersion };
}

const longestNoteBytes = 1024;

function cut(note: string): string {
  if (Buffer.byteLength(note) <= longestNoteBytes) return note;
  const head = Buffer.from(note)
    .subarray(0, longestNoteBytes - 4)
    .toString();
  // Cutting bytes may split a character; the decoder leaves a mark there, which goes too.
  return `${head.replace(/\uFFFD+$/, '')}…`;
}
