import { type Asked, isWrite, type Matcher } from '../asked.ts';
import type { Fault } from '../fault.ts';
import { failureReply, type StormStatus } from '../status-body.ts';

export type StormOptions = {
  readonly status: StormStatus;
  /** How many of the requests that match fail, from 0 to 1. Default 1. */
  readonly share?: number;
  /** Only so many requests fail, then none. Default: until the fault is cleared. */
  readonly next?: number;
  /** In [0, 1); needed where `share` is below 1. */
  readonly random?: () => number;
  /** Of a 429. Default 1. */
  readonly retryAfterSeconds?: number;
  /** Default: everything, but for 409 only changes of objects that are there, and for 410 only watches. */
  readonly matches?: Matcher;
};

/** Requests fail before they take effect, as those of an API server in trouble do. */
export function storm({ status, share = 1, next = Number.POSITIVE_INFINITY, random = () => 0, ...rest }: StormOptions): Fault {
  const matches = rest.matches ?? defaultMatcher(status);
  let left = next;
  return {
    intercept(exchange) {
      if (left <= 0 || !matches(exchange) || random() >= share) return undefined;
      left -= 1;
      return failureReply(status, exchange, rest.retryAfterSeconds);
    },
  };
}

function defaultMatcher(status: StormStatus): Matcher {
  if (status === 409) return (asked: Asked) => isWrite(asked) && asked.verb !== 'create';
  if (status === 410) return ({ verb }) => verb === 'watch';
  return () => true;
}
