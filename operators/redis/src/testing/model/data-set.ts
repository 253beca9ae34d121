import type { Lineage } from '../../client/port.ts';

/** Writes in one order, by one master; it may go on where another history stopped. Only its master appends to it. */
export type History = {
  readonly id: string;
  readonly base?: DataSet;
  /** Whether replicas of the base may go on without copying everything: after a promotion, and not after a restart. */
  readonly isContinuation: boolean;
  readonly firstOffset: number;
  readonly writes: number[];
};

/** A history up to some point: what a server has in memory, or a volume on disk. */
export type DataSet = { readonly history: History; readonly length: number };

export function offsetOf({ history, length }: DataSet): number {
  return history.firstOffset + length;
}

/** The data set of a server that has begun with nothing. */
export function emptyDataSet(id: string): DataSet {
  return { history: { id, isContinuation: false, firstOffset: 0, writes: [] }, length: 0 };
}

/** A replica that becomes a master: its history is a new one, which those who knew the old one may follow. */
export function promoted(base: DataSet, id: string): DataSet {
  return { history: { id, base, isContinuation: true, firstOffset: offsetOf(base), writes: [] }, length: 0 };
}

/** A server that has read its data from disk: with an append-only file it does not know any more which history that was. */
export function restarted(base: DataSet, id: string): DataSet {
  return { history: { id, base, isContinuation: false, firstOffset: 0, writes: [] }, length: 0 };
}

export function appended({ history, length }: DataSet, write: number): DataSet {
  history.writes.length = length;
  history.writes.push(write);
  return { history, length: length + 1 };
}

/** What a volume holds that the last writes of its history had not reached. */
export function withoutLast({ history, length }: DataSet, writes: number): DataSet {
  return { history, length: Math.max(0, length - writes) };
}

/** Whether a replica with `mine` can go on with what `master` has, without a full synchronisation. */
export function canContinue(master: DataSet, mine: DataSet): boolean {
  if (mine.history === master.history) return mine.length <= master.length;
  const { base, isContinuation } = master.history;
  return isContinuation && base?.history === mine.history && mine.length <= base.length;
}

export function lineageOf(data: DataSet): Lineage {
  const { id, base, isContinuation } = data.history;
  const before = isContinuation && base !== undefined && { replid2: base.history.id, replid2Offset: offsetOf(base) };
  return { replid: id, ...before, offset: offsetOf(data) };
}

/** Every write that it holds. */
export function writesOf(data: DataSet): ReadonlySet<number> {
  const held = new Set<number>();
  for (let at: DataSet | undefined = data; at !== undefined; at = at.history.base) {
    for (const write of at.history.writes.slice(0, at.length)) held.add(write);
  }
  return held;
}

export function isEmpty(data: DataSet): boolean {
  return writesOf(data).size === 0;
}
