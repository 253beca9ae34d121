import type { ApiProxy } from '../api-proxy.ts';
import type { Exchange, Fault } from '../fault.ts';

export type CrashOptions = {
  /** The last of the writes that take effect, from 1, counted from when the fault is set. */
  readonly write: number;
  /** Called when all of them have, and the client is cut off. */
  readonly onCrash: () => void;
};

/**
 * The client dies between two writes: those up to the N-th take effect, its answer is lost, every connection is cut, and nobody
 * listens until `proxy.revive()`. Writes that a client sends at the same time as the N-th wait, and never take effect.
 */
export function crashAfterWrite(proxy: Pick<ApiProxy, 'goDown'>, { write: last, onCrash }: CrashOptions): Fault {
  const begun = new Set<Exchange>();
  let done = 0;

  async function crash(): Promise<void> {
    await proxy.goDown('refused');
    onCrash();
  }

  return {
    intercept(exchange) {
      if (exchange.write === undefined) return undefined;
      if (begun.size >= last) return 'hang';
      begun.add(exchange);
      return undefined;
    },
    answered(exchange) {
      if (!begun.has(exchange)) return undefined;
      done += 1;
      if (done < last) return undefined;
      // Not awaited: the outage waits for this very exchange to end.
      void crash();
      return 'cut';
    },
  };
}
