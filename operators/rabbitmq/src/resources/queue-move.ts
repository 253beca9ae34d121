import { stableHash } from '@dataservices/plan';

/** Of queues that stand in for classic ones while these move to another node, and of their shovels. */
const prefix = 'dataservices.moving.';

/** Argument of a queue that stands in: what it stands in for. RabbitMQ keeps arguments that it does not know, and so this outlives everybody. */
export const recordArgument = 'x-dataservices-moves';

/** A classic queue that moves, as it is to be declared again. */
export type MovedQueue = {
  readonly name: string;
  /** The node that it was on when it began to move. */
  readonly from: string;
  readonly isAutoDelete: boolean;
  readonly arguments: Readonly<Record<string, unknown>>;
};

/** By a hash: the queue's own name may be as long as names can be. */
export function standInName(queue: string): string {
  return `${prefix}${stableHash(queue)}`;
}

/** The queue that one stands in for; undefined for any other queue. */
export function movedQueue(name: string, declared: Readonly<Record<string, unknown>> | null | undefined): MovedQueue | undefined {
  const record = declared?.[recordArgument];
  if (!name.startsWith(prefix) || typeof record !== 'string') return undefined;
  try {
    return JSON.parse(record) as MovedQueue;
  } catch {
    return undefined;
  }
}

/** Out: from the queue to the one that stands in. Back: from there to the queue on its new node. */
export type Way = 'out' | 'back';

export type MoveShovel = { readonly standIn: string; readonly way: Way; readonly sinceMs: number };

/** The time is part of it: what statistics say of a queue counts from some seconds later on. */
export function shovelName({ standIn, way, sinceMs }: MoveShovel): string {
  return `${standIn}.${way}.${sinceMs}`;
}

export function parseShovelName(name: string): MoveShovel | undefined {
  const [, standIn, way, sinceMs] = /^(dataservices[.]moving[.][0-9a-z]+)[.](out|back)[.]([0-9]+)$/.exec(name) ?? [];
  if (standIn === undefined || (way !== 'out' && way !== 'back')) return undefined;
  return { standIn, way, sinceMs: Number(sinceMs) };
}
