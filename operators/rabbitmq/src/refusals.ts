import { stableHash } from '@dataservices/plan';
import type { WantedUser } from './wanted-user.ts';

/** What RabbitMQ refused of users lately. */
export type Refusals = {
  remember(cluster: string, user: WantedUser, message: string): void;
  /** Why it was refused to make the user this; undefined where it was not, or not lately. */
  messageOf(cluster: string, user: WantedUser): string | undefined;
};

/** A version that takes what another one refused is found out in time. */
const rememberedMs = 60_000;

/**
 * Remembers what was refused, such as a pattern that is no regular expression, for a minute. It is no more than that: what is forgotten is
 * tried once more.
 *
 * Prevents: a mistake in one user's permissions that is tried in every pass, and so keeps every rule after it from its turn.
 */
export function createRefusals(now: () => number = () => performance.now()): Refusals {
  const refused = new Map<string, { readonly hash: string; readonly message: string; readonly atMs: number }>();
  const keyOf = (cluster: string, { name }: WantedUser) => `${cluster} ${name}`;
  const forgetOld = () => {
    for (const [key, { atMs }] of refused) if (now() - atMs >= rememberedMs) refused.delete(key);
  };
  return {
    remember(cluster, user, message) {
      forgetOld();
      refused.set(keyOf(cluster, user), { hash: stableHash(user), message, atMs: now() });
    },
    messageOf(cluster, user) {
      forgetOld();
      const found = refused.get(keyOf(cluster, user));
      return found?.hash === stableHash(user) ? found.message : undefined;
    },
  };
}
