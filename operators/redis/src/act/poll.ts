import { sleep } from '@dataservices/kube';
import type { ActContext } from './act-context.ts';

const pollMs = 50;

/** Looks again and again until there is an answer; undefined if there was none within `limitMs` milliseconds. @throws the signal's reason */
export async function poll<T>(
  { signal }: Pick<ActContext, 'signal'>,
  limitMs: number,
  look: () => Promise<T | undefined>,
): Promise<T | undefined> {
  const endMs = performance.now() + limitMs;
  do {
    const answer = await look();
    if (answer !== undefined) return answer;
    await sleep(pollMs, signal);
    signal.throwIfAborted();
  } while (performance.now() < endMs);
  return undefined;
}
