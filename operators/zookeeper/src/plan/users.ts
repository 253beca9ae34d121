import type { ZookeeperCluster } from '@dataservices/api';
import { type AclEntry, digestId, digestIn, rightsOf, type UserDigests } from '../access.ts';
import type { Chroot } from '../client/port.ts';
import { chrootOf } from '../names.ts';
import type { Observed } from '../observed.ts';
import { acceptedDigests } from './passwords.ts';

/** A user with the node that is, or was, its own. */
export type KnownUser = { readonly name: string; readonly chroot: string };

type User = ZookeeperCluster['spec']['users'][number];

/** Every user that is asked for, and those that the ensemble may still know. */
export function knownUsers({ spec, status }: ZookeeperCluster): readonly KnownUser[] {
  const wanted = spec.users.map((user) => ({ name: user.name, chroot: chrootOf(user) }));
  return [...wanted, ...formerUsers({ spec, status })].toSorted((a, b) => (keyOf(a) < keyOf(b) ? -1 : 1));
}

/** Whoever is no longer asked for, or not at that node. */
export function formerUsers({ spec, status }: Pick<ZookeeperCluster, 'spec' | 'status'>): readonly KnownUser[] {
  const wanted = new Set(spec.users.map((user) => keyOf({ name: user.name, chroot: chrootOf(user) })));
  return (status.users ?? []).filter((user) => !wanted.has(keyOf(user)));
}

/** Whether the status names everybody who is about to be let in: else nobody would know later whom to take away. */
export function isRecorded({ spec, status }: ZookeeperCluster): boolean {
  const recorded = new Set(status.users?.map(keyOf));
  return spec.users.every((user) => recorded.has(keyOf({ name: user.name, chroot: chrootOf(user) })));
}

/** Every node that is, or was, some user's. */
export function chrootsOf(cluster: ZookeeperCluster): readonly string[] {
  return [...new Set(knownUsers(cluster).map(({ chroot }) => chroot))].toSorted();
}

/**
 * How a node of users is to be. Of a user whose passwords are not known, what is there stays. A node that is nobody's any more stays
 * with all that is beneath it, for a user of the same name that comes back.
 */
export function wantedChroot(observed: Observed, path: string): Chroot {
  const { cluster, access } = observed;
  const there = access?.get(path) ?? [];
  const own = cluster.spec.users.filter((user) => chrootOf(user) === path);
  const live = own.flatMap((user) => entriesOf(observed, user, there));
  const former = formerUsers(cluster).filter(({ chroot }) => chroot === path);
  const entries =
    live.length > 0 ? live : former.map(({ name }) => ({ rights: everything, scheme: 'digest', id: digestId(name, undefined) }));
  const users: readonly UserDigests[] = [
    ...own.map(({ name }) => ({ name, digests: digestsOf(observed, name, there) })).filter(({ digests }) => digests.length > 0),
    ...former.map(({ name }) => ({ name, digests: [] })),
  ];
  return { path, entries, users };
}

const everything = Object.values(rightsOf).reduce((sum, right) => sum + right, 0);

function entriesOf(observed: Observed, { name, permissions }: User, there: readonly AclEntry[]): readonly AclEntry[] {
  const rights = permissions.reduce((sum, permission) => sum | rightsOf[permission as keyof typeof rightsOf], 0);
  return digestsOf(observed, name, there).map((digest) => ({ rights, scheme: 'digest', id: digestId(name, digest) }));
}

function digestsOf(observed: Observed, name: string, there: readonly AclEntry[]): readonly string[] {
  const client = observed.secrets.clients.find(({ user }) => user === name);
  if (client === undefined) return [];
  return acceptedDigests(observed, client, [...new Set(there.flatMap((entry) => digestIn(entry, name) ?? []))]);
}

function keyOf({ name, chroot }: KnownUser): string {
  return `${name} ${chroot}`;
}
