import type { Matcher } from '../asked.ts';
import type { Fault, Reply } from '../fault.ts';
import { expiredEvent } from '../status-body.ts';

export type RefusedWatches = {
  /** `expired`: an ERROR event with a 410 is all that comes. `ended`: nothing comes, and the watch ends in good order. */
  readonly how: 'expired' | 'ended';
  /** Only so many. Default: until the fault is cleared. */
  readonly next?: number;
  /** Which watches. Default: all. */
  readonly matches?: Matcher;
};

/** Watches that are accepted and come to nothing. For a 410 in place of the acceptance, see `storm`. */
export function refuseWatches({ how, next = Number.POSITIVE_INFINITY, matches = () => true }: RefusedWatches): Fault {
  let left = next;
  return {
    intercept(exchange): Reply | undefined {
      if (exchange.verb !== 'watch' || left <= 0 || !matches(exchange)) return undefined;
      left -= 1;
      return { status: 200, headers: { 'content-type': 'application/json' }, body: how === 'expired' ? expiredEvent() : '' };
    },
  };
}
