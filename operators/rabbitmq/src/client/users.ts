import { permissionsAnswer, userAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { Permissions, Target, UserView, UserWanted } from './port.ts';

/** Undefined where there is no such user. */
export async function readUser(call: Caller, target: Target, name: string): Promise<UserView | undefined> {
  const path = `users/${encodeURIComponent(name)}`;
  const user = await call(target, { path, expected: [404] });
  if (user.status === 404) return undefined;
  const permissions = await call(target, { path: `${path}/permissions`, expected: [404] });
  if (permissions.status === 404) return undefined;
  const { password_hash: passwordHash, tags } = parseAnswer(userAnswer, user, 'the user');
  const read = parseAnswer(permissionsAnswer, permissions, "the user's permissions");
  return {
    passwordHash,
    tags,
    permissions: read.map(({ vhost, configure, write, read: reads }) => ({ vhost, configure, write, read: reads })),
  };
}

/** Permissions in virtual hosts that are not named are left alone. */
export async function writeUser(call: Caller, target: Target, { name, passwordHash, tags, permissions }: UserWanted): Promise<void> {
  const body = { password_hash: passwordHash, hashing_algorithm: 'rabbit_password_hashing_sha256', tags: tags.join(',') };
  await call(target, { method: 'PUT', path: `users/${encodeURIComponent(name)}`, body });
  for (const permission of permissions) await writePermission(call, target, name, permission);
}

async function writePermission(call: Caller, target: Target, name: string, { vhost, ...rest }: Permissions): Promise<void> {
  await call(target, { method: 'PUT', path: `permissions/${encodeURIComponent(vhost)}/${encodeURIComponent(name)}`, body: rest });
}
