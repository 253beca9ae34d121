import type { ZookeeperClusterStatus } from '@dataservices/api';
import { digestIn } from '../access.ts';
import type { Observed } from '../observed.ts';
import { formerUsers, type KnownUser, knownUsers } from '../plan/users.ts';

/** Whom the ensemble may know: everybody who is asked for, and who is not until nothing of it is left. */
export function usersOf(observed: Observed): NonNullable<ZookeeperClusterStatus['users']> {
  const gone = new Set(formerUsers(observed.cluster).filter((user) => isGone(observed, user)));
  return knownUsers(observed.cluster).filter((user) => !gone.has(user));
}

function isGone({ access, secrets }: Observed, { name, chroot }: KnownUser): boolean {
  if (access === undefined) return false;
  const hasSecrets = secrets.former.some(({ user, secrets: left }) => user === name && left.length > 0);
  return !hasSecrets && !(access.get(chroot) ?? []).some((entry) => digestIn(entry, name) !== undefined);
}
