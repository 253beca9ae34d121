import { type AclEntry, isSameAcl, rewritten, type UserDigests } from '../access.ts';
import { create, getAcl, getChildren, openToAll, setAcl } from './operations.ts';
import type { Chroot, Target } from './port.ts';
import { returnCode } from './return-code.ts';
import { type Credentials, type Query, withQueries } from './session.ts';
import { ZookeeperError } from './zookeeper-error.ts';

/** Milliseconds for the whole of it. Some thousand nodes a second are looked at, fewer are rewritten. */
const limitMs = 60_000;

/** Nodes that are looked at together. */
const atOnce = 64;

/**
 * See the port. What is beneath is walked through again after the list is set: whoever logged in with a password that does not count any
 * more may have made nodes meanwhile that nobody else could reach.
 */
export function keepChroot(target: Target, chroot: Chroot, credentials: Credentials): Promise<void> {
  const { path, entries, users } = chroot;
  const work = async (query: Query) => {
    if ((await rewriteBeneath(query, path, users)) === 'missing') await makeWithParents(query, path, entries);
    await demand(query(setAcl(path, entries, -1)));
    await rewriteBeneath(query, path, users);
  };
  return withQueries(target, credentials, work, limitMs);

  async function demand(answer: Promise<{ readonly code: number }>): Promise<void> {
    const { code } = await answer;
    if (code !== returnCode.ok)
      throw new ZookeeperError('Refused', `${target.pod}:${target.port}: the access control list of ${path} was not set: code ${code}`);
  }
}

/** As a client does it: those on the way are open to all, as the root is by itself. */
async function makeWithParents(query: Query, path: string, entries: readonly AclEntry[]): Promise<void> {
  const names = path.split('/').slice(1);
  for (const [at] of names.entries()) {
    const isLast = at === names.length - 1;
    await query(create(`/${names.slice(0, at + 1).join('/')}`, '', isLast ? entries : openToAll));
  }
}

/** Level by level, so that a tree of any depth takes no more memory than its widest part. The node itself is left alone. */
async function rewriteBeneath(query: Query, root: string, users: readonly UserDigests[]): Promise<'missing' | undefined> {
  const first = await childrenOf(query, root);
  if (first === undefined) return 'missing';
  let level = first;
  while (level.length > 0) {
    const below: string[] = [];
    for (let at = 0; at < level.length; at += atOnce) {
      const part = level.slice(at, at + atOnce);
      await Promise.all(part.map((path) => rewriteOne(query, path, users)));
      for (const children of await Promise.all(part.map((path) => childrenOf(query, path)))) below.push(...(children ?? []));
    }
    level = below;
  }
  return undefined;
}

/** A node that goes meanwhile, or whose list somebody else changes, is as its owner wants it. */
async function rewriteOne(query: Query, path: string, users: readonly UserDigests[]): Promise<void> {
  for (let attempt = 0; attempt < 3; attempt += 1) {
    const { code, value } = await query(getAcl(path));
    if (code === returnCode.noNode) return;
    if (value === undefined) throw lost(path, code);
    const next = rewritten(value.entries, users);
    if (isSameAcl(next, value.entries)) return;
    const set = await query(setAcl(path, next, value.version));
    if (set.code === returnCode.ok || set.code === returnCode.noNode) return;
    if (set.code !== returnCode.badVersion) throw lost(path, set.code);
  }
}

async function childrenOf(query: Query, path: string): Promise<readonly string[] | undefined> {
  const { code, value } = await query(getChildren(path));
  if (code === returnCode.noNode) return undefined;
  if (value === undefined) throw lost(path, code);
  return value.map((name) => `${path}/${name}`);
}

function lost(path: string, code: number): ZookeeperError {
  return new ZookeeperError('Timeout', `the walk through the access control lists ended at ${path} with code ${code}: it is begun anew`);
}
