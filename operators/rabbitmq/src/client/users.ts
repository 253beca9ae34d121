import { permissionsAnswer, usersAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { Permissions, Target, UserView, UserWanted } from './port.ts';

/** Every user, by name. */
export async function listUsers(call: Caller, target: Target): Promise<ReadonlyMap<string, UserView>> {
  const [users, permissions] = await Promise.all([call(target, { path: 'users' }), listPermissions(call, target, 'permissions')]);
  const byUser = Map.groupBy(permissions, ({ user }) => user);
  return new Map(
    parseAnswer(usersAnswer, users, 'the list of users').map(({ name, password_hash: passwordHash, tags }) => [
      name,
      { passwordHash, tags, permissions: (byUser.get(name) ?? []).map(({ user: _, ...permission }) => permission) },
    ]),
  );
}

/** What it may do no longer is taken away before it may do anything else. */
export async function writeUser(call: Caller, target: Target, user: UserWanted): Promise<void> {
  const { name, passwordHash, tags, permissions, isExact } = user;
  const body = { password_hash: passwordHash, hashing_algorithm: 'rabbit_password_hashing_sha256', tags: tags.join(',') };
  await call(target, { method: 'PUT', path: userPath(name), body });
  if (isExact) await takeAway(call, target, user);
  for (const permission of permissions) {
    await keepVhost(call, target, permission.vhost);
    await writePermission(call, target, name, permission);
  }
}

export async function deleteUser(call: Caller, target: Target, name: string): Promise<void> {
  await call(target, { method: 'DELETE', path: userPath(name), expected: [404] });
}

async function listPermissions(call: Caller, target: Target, path: string) {
  return parseAnswer(permissionsAnswer, await call(target, { path }), 'the list of permissions');
}

async function takeAway(call: Caller, target: Target, { name, permissions }: UserWanted): Promise<void> {
  const there = await listPermissions(call, target, `${userPath(name)}/permissions`);
  const others = there.filter(({ vhost }) => permissions.every((wanted) => wanted.vhost !== vhost));
  for (const { vhost } of others) await call(target, { method: 'DELETE', path: permissionPath(vhost, name), expected: [404] });
}

/** One that is there is left as it is: to write it would take back its description and its tags. */
async function keepVhost(call: Caller, target: Target, vhost: string): Promise<void> {
  const path = `vhosts/${encodeURIComponent(vhost)}`;
  const { status } = await call(target, { path: `${path}?columns=name`, expected: [404] });
  if (status === 404) await call(target, { method: 'PUT', path, body: {} });
}

async function writePermission(call: Caller, target: Target, user: string, { vhost, ...rest }: Permissions): Promise<void> {
  await call(target, { method: 'PUT', path: permissionPath(vhost, user), body: rest });
}

function userPath(name: string): string {
  return `users/${encodeURIComponent(name)}`;
}

function permissionPath(vhost: string, user: string): string {
  return `permissions/${encodeURIComponent(vhost)}/${encodeURIComponent(user)}`;
}
