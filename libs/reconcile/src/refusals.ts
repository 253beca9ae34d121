import { stableHash } from '@dataservices/plan';

/** What a server is asked to have, such as a user, by its name in the cluster; all of it counts. */
export type Asked = { readonly name: string };

/** That it is not to be there any more. */
export function absenceOf(name: string): Asked & { readonly isToGo: true } {
  return { name, isToGo: true };
}

/** What servers refused of clusters lately. */
export type Refusals = {
  /**
   * Asks for it, and remembers it where it is refused.
   *
   * @param cluster its uid
   * @param isRefusal whether an error says no to what was asked, and not to whom or when
   * @throws what `ask` throws
   */
  attempt(cluster: string, asked: Asked, ask: () => Promise<void>, isRefusal: (error: unknown) => boolean): Promise<void>;
  /** In which words exactly this was refused; undefined where it was not, or not lately. */
  messageOf(cluster: string, asked: Asked): string | undefined;
};

/** A version that takes what another one refused is found out in time. */
const rememberedMs = 60_000;

/**
 * Remembers what was refused, such as a pattern that is no regular expression, for a minute. It is no more than that: what is forgotten is
 * tried once more.
 *
 * Prevents: a mistake in one user that is tried in every pass, and so keeps every rule after it from its turn.
 */
export function createRefusals(now: () => number = () => performance.now()): Refusals {
  const refused = new Map<string, { readonly hash: string; readonly message: string; readonly atMs: number }>();
  const keyOf = (cluster: string, { name }: Asked) => `${cluster} ${name}`;
  const forgetOld = () => {
    for (const [key, { atMs }] of refused) if (now() - atMs >= rememberedMs) refused.delete(key);
  };
  return {
    async attempt(cluster, asked, ask, isRefusal) {
      try {
        await ask();
      } catch (error) {
        forgetOld();
        if (error instanceof Error && isRefusal(error))
          refused.set(keyOf(cluster, asked), { hash: stableHash(asked), message: error.message, atMs: now() });
        throw error;
      }
    },
    messageOf(cluster, asked) {
      forgetOld();
      const found = refused.get(keyOf(cluster, asked));
      return found?.hash === stableHash(asked) ? found.message : undefined;
    },
  };
}
