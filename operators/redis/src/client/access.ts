import type { Redis } from 'ioredis';
import type { AccessRules } from '../resources/access-control.ts';
import { type AclUser, parseAclFile } from '../resources/acl-file.ts';
import type { AccessView } from './port.ts';

/** No client can have such a name: theirs begin with a letter or digit. */
const drafted = (name: string) => `_${name}`;

/**
 * Who may do what, and what the wanted rules come to. Redis words rules anew, and each version in its own way; so each is given to a
 * user that exists for a moment and has no password, and read back. That also tells which ones this version does not know.
 *
 * @returns undefined where nothing is asked for, and where the server does not let the operator ask
 */
export async function readAccess(connection: Redis, wanted: readonly AccessRules[]): Promise<AccessView | undefined> {
  if (wanted.length === 0) return undefined;
  const drafts = wanted.map(({ name, rules }) => connection.call('ACL', 'SETUSER', drafted(name), 'reset', ...rules.split(' ')));
  const list = connection.call('ACL', 'LIST') as Promise<readonly string[]>;
  const removal = connection.call('ACL', 'DELUSER', ...wanted.map(({ name }) => drafted(name)));
  const [replies, [lines]] = await Promise.all([Promise.allSettled(drafts), Promise.allSettled([list]), Promise.allSettled([removal])]);
  if (lines.status === 'rejected') {
    if (isReply(lines.reason)) return undefined;
    throw lines.reason;
  }
  const users = parseAclFile(lines.value.join('\n'));
  const expected = wanted.map(({ name }, at) => [name, outcomeOf(replies[at], users, name)] as const);
  return {
    users: users.filter(({ name }) => wanted.every((draft) => drafted(draft.name) !== name)),
    expected: Object.fromEntries(expected),
  };
}

function outcomeOf(reply: PromiseSettledResult<unknown> | undefined, users: readonly AclUser[], name: string) {
  if (reply?.status === 'rejected' && !isReply(reply.reason)) throw reply.reason;
  if (reply?.status === 'rejected') return { refusal: String((reply.reason as Error).message).replace(/^ERR /, '') };
  return { rules: users.find((user) => user.name === drafted(name))?.rules ?? '' };
}

function isReply(error: unknown): boolean {
  return (error as { name?: unknown } | null)?.name === 'ReplyError';
}

/** Both commands are sent before either is answered, and SAVE writes what the container starts from again. */
export async function setUser(connection: Redis, { name, digests, rules }: AclUser): Promise<void> {
  const passwords = digests.map((digest) => `#${digest}`);
  await Promise.all([connection.call('ACL', 'SETUSER', name, 'reset', ...rules.split(' '), ...passwords), connection.call('ACL', 'SAVE')]);
}

export async function deleteUser(connection: Redis, name: string): Promise<void> {
  await Promise.all([connection.call('ACL', 'DELUSER', name), connection.call('ACL', 'SAVE')]);
}
