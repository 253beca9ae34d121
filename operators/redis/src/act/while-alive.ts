import type { Target } from '../client/port.ts';
import { RedisError } from '../client/redis-error.ts';
import type { ActContext } from './act-context.ts';

const lookMs = 50;

/** The watch makes a new connection to a server that was silent, which takes some of this time: a false alarm is over by then. */
const lostForMs = 300;

/**
 * What is done with a server that may end at any moment. A call to an address that is nobody's any more ends after seconds; the watch over
 * the master knows long before that its process is gone.
 *
 * @throws RedisError, Unreachable once the watch has had no sign of life of the server for 300 ms; what `work` throws
 */
export async function whileAlive<T>({ isLost }: Pick<ActContext, 'isLost'>, target: Target, work: Promise<T>): Promise<T> {
  const { promise: loss, reject } = Promise.withResolvers<never>();
  let lostLooks = 0;
  const timer = setInterval(() => {
    lostLooks = isLost(target) ? lostLooks + 1 : 0;
    if (lostLooks * lookMs >= lostForMs) reject(new RedisError('Unreachable', `${target.pod} gives no sign of life`));
  }, lookMs);
  try {
    return await Promise.race([work, loss]);
  } finally {
    clearInterval(timer);
  }
}
