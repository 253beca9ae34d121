/** One entry of an access control list of ZooKeeper: what whoever proves to be `id`, in the way of `scheme`, may do with a node. */
export type AclEntry = {
  /** Sum of the rights: 1 read, 2 write, 4 create, 8 delete, 16 change this list. */
  readonly rights: number;
  readonly scheme: string;
  readonly id: string;
};

export const rightsOf = { Read: 1, Write: 2, Create: 4, Delete: 8 } as const;

/** What stands in place of the digest of a user who has been taken away: no password has it. Should the user come back, it is replaced again. */
const removed = 'removed';

/** `<user>:<digest>`, as the scheme digest names who logs in with a password. */
export function digestId(user: string, digest: string | undefined): string {
  return `${user}:${digest ?? removed}`;
}

/** The digest with which an entry lets this user in; undefined where it does not. */
export function digestIn({ scheme, id }: AclEntry, user: string): string | undefined {
  const digest = isOf({ scheme, id }, user) ? id.slice(user.length + 1) : undefined;
  return digest === removed ? undefined : digest;
}

/** A user, and the digests of the passwords that count now: none for one who has been taken away. */
export type UserDigests = { readonly name: string; readonly digests: readonly string[] };

/** The list with the entries of these users rewritten for the passwords that count now; whoever else is in it stays. */
export function rewritten(list: readonly AclEntry[], users: readonly UserDigests[]): readonly AclEntry[] {
  const next = list.flatMap((entry) => {
    const user = users.find(({ name }) => isOf(entry, name));
    if (user === undefined) return [entry];
    const digests = user.digests.length === 0 ? [undefined] : user.digests;
    return digests.map((digest) => ({ ...entry, id: digestId(user.name, digest) }));
  });
  return distinct(next);
}

export function isSameAcl(one: readonly AclEntry[], other: readonly AclEntry[]): boolean {
  const keys = (list: readonly AclEntry[]) => new Set(list.map(keyOf));
  const [first, second] = [keys(one), keys(other)];
  return first.size === second.size && [...first].every((key) => second.has(key));
}

function isOf({ scheme, id }: Pick<AclEntry, 'scheme' | 'id'>, user: string): boolean {
  return scheme === 'digest' && id.startsWith(`${user}:`);
}

function distinct(list: readonly AclEntry[]): readonly AclEntry[] {
  return [...new Map(list.map((entry) => [keyOf(entry), entry])).values()];
}

function keyOf({ rights, scheme, id }: AclEntry): string {
  return `${rights} ${scheme} ${id}`;
}
