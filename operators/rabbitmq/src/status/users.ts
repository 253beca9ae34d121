import type { RabbitmqClusterStatus } from '@dataservices/api';
import type { FormerClient, Observed } from '../observed.ts';

/** Whom the cluster may know: everybody who is asked for, and who is not until nothing of it is left. */
export function usersOf({ cluster, former }: Observed): NonNullable<RabbitmqClusterStatus['users']> {
  const wanted = cluster.spec.users.map(({ name }) => name);
  const remaining = former.filter((one) => !isGone(one)).map(({ user }) => user);
  return [...wanted, ...remaining].toSorted().map((name) => ({ name }));
}

function isGone({ isKnown, secrets }: FormerClient): boolean {
  return isKnown === false && secrets.length === 0;
}
