import { randomUUID } from 'node:crypto';
import type { Kube, Resource, Retry } from '@dataservices/kube';
import { type JournalEntry, rfc3339Seconds, type StoredObject } from '@dataservices/plan';

export type JournalOptions = {
  readonly kube: Kube;
  readonly resource: Resource;
  /** The custom resource whose `status.journal` it is. */
  readonly owner: StoredObject;
  /** Of the operator; the journal is written by one of its own, `<fieldManager>-journal`, so that a status write never touches it. */
  readonly fieldManager: string;
  /** Milliseconds since the epoch. */
  readonly now: () => number;
  readonly signal: AbortSignal;
};

/** An act that this process has begun. */
export type OpenJournal = {
  readonly entry: JournalEntry;
  /** Records the next phase, before its effect. @throws JournalLost; KubeError */
  advance(phase: string): Promise<void>;
  /** The act is over: finished, or undone. @throws JournalLost; KubeError */
  close(): Promise<void>;
};

/** Another act is open, or this one was taken over: nothing more may be done in its name. The next pass decides anew. */
export class JournalLost extends Error {
  override readonly name = 'JournalLost';
  readonly code = 'JournalLost';
  readonly retry: Retry = { afterMs: 1_000 };
}

type WithJournal = StoredObject & { readonly status?: { readonly journal?: JournalEntry } };

/**
 * Records that an act begins, on the condition that the object is the one observed and that no other act is open. Both are checked
 * on a live read and held by its resourceVersion, so that of two processes that believe to lead only one gets through.
 *
 * @throws JournalLost where another act is open or the object is gone; KubeError Conflict where somebody wrote meanwhile
 */
export async function openJournal(
  options: JournalOptions,
  { act, subject, phase, data }: Pick<JournalEntry, 'act' | 'subject' | 'phase' | 'data'>,
): Promise<OpenJournal> {
  const live = await readLive(options);
  const other = live.status?.journal;
  if (other !== undefined) throw new JournalLost(`${other.act} of ${other.subject} is still open: it is finished or undone first`);
  const startedAt = rfc3339Seconds(options.now());
  let entry: JournalEntry = { act, subject, phase, token: randomUUID(), startedAt, ...(data !== undefined && { data }) };
  await write(options, live, entry);
  return {
    get entry() {
      return entry;
    },
    async advance(next) {
      const current = await readOwn(options, entry.token);
      entry = { ...entry, phase: next };
      await write(options, current, entry);
    },
    close: () => closeJournal(options, entry.token),
  };
}

/** Ends the act of this token, by whomever it was begun; nothing where it is closed already. @throws JournalLost where another one is open */
export async function closeJournal(options: JournalOptions, token: string): Promise<void> {
  const live = await readLive(options);
  const found = live.status?.journal;
  if (found === undefined) return;
  if (found.token !== token) throw new JournalLost(`the open journal is another: ${found.act} of ${found.subject}`);
  await write(options, live, undefined);
}

async function readOwn(options: JournalOptions, token: string): Promise<WithJournal> {
  const live = await readLive(options);
  const found = live.status?.journal;
  if (found?.token !== token) throw new JournalLost('the act was ended by somebody else');
  return live;
}

async function readLive({ kube, resource, owner, signal }: JournalOptions): Promise<WithJournal> {
  const live = await kube.get<WithJournal>(resource, owner.metadata, { signal });
  if (live?.metadata.uid !== owner.metadata.uid) throw new JournalLost(`${owner.kind} ${owner.metadata.name} is not there any more`);
  return live;
}

async function write(options: JournalOptions, { metadata }: StoredObject, journal: JournalEntry | undefined): Promise<void> {
  const { kube, resource, owner, fieldManager, signal } = options;
  const { namespace, name, uid, resourceVersion } = metadata;
  const desired = {
    apiVersion: owner.apiVersion,
    kind: owner.kind,
    metadata: { name, ...(namespace !== undefined && { namespace }), uid, resourceVersion },
    status: journal === undefined ? {} : { journal },
  };
  await kube.applyStatus(resource, desired, { fieldManager: `${fieldManager}-journal`, signal });
}
