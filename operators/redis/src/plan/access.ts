import { type Rotation, rotateSecret } from '@dataservices/members';
import type { ClientSecrets, Observed } from '../observed.ts';
import type { AccessRules } from '../resources/access-control.ts';
import type { AclUser } from '../resources/acl-file.ts';
import { users } from '../settings.ts';
import { acceptedInternally } from './internal-passwords.ts';
import { accessOf, digestsAtStart, rulesOf, type ServerKind, serversOf } from './password-servers.ts';

/** How far the password of one client has come everywhere. Undefined while its Secret says none: then nothing is changed. */
export function rotationOf(observed: Observed, client: ClientSecrets): Rotation | undefined {
  const { wanted, bound } = client;
  if (wanted === undefined) return undefined;
  const shown = bound?.digest ?? wanted.digest;
  const lingering = isGraceOver(observed, client) ? [] : digestsAtStart(observed, client.user);
  return rotateSecret({
    wanted: wanted.digest,
    servers: serversOf(observed, client.user),
    presenters: [{ name: `the binding of ${client.user}`, presents: [shown], lingering }],
  });
}

/** The passwords that a client may log in with now. */
export function acceptedDigests(observed: Observed, client: ClientSecrets): readonly string[] {
  const { wanted, bound, user } = client;
  const known = digestsAtStart(observed, user);
  const rotation = rotationOf(observed, client);
  if (wanted === undefined || rotation === undefined) return known;
  if (rotation.phase === 'Removing' || rotation.phase === 'Settled') return [wanted.digest];
  return [...new Set([...known, wanted.digest, ...(bound === undefined ? [] : [bound.digest])])].toSorted();
}

/** When the grace of a password that was changed is over, in milliseconds since the epoch; undefined where none is running. */
export function graceEndMs(observed: Observed, client: ClientSecrets): number | undefined {
  const { wanted, bound, user } = client;
  const hasOther = digestsAtStart(observed, user).some((digest) => digest !== wanted?.digest);
  if (wanted === undefined || bound?.digest !== wanted.digest || !hasOther) return undefined;
  return (bound.sinceMs ?? observed.now) + observed.cluster.spec.auth.previousPasswordSeconds * 1000;
}

/** Milliseconds until the next grace is over, of those that are running; Infinity where none is. */
export function nextGraceEndMs(observed: Observed): number {
  const left = observed.secrets.clients.map((client) => (graceEndMs(observed, client) ?? 0) - observed.now);
  return Math.min(Number.POSITIVE_INFINITY, ...left.filter((ms) => ms > 0));
}

function isGraceOver(observed: Observed, client: ClientSecrets): boolean {
  const endMs = graceEndMs(observed, client);
  return endMs === undefined || endMs <= observed.now;
}

/** A user as it is to be; without digests where its passwords are not known, and therefore not to be changed. */
export type WantedUser = AccessRules & { readonly digests?: readonly string[] };

/** Everybody who is to be known to a server of this kind, with the passwords that count now. */
export function wantedUsers(observed: Observed, kind: ServerKind): readonly WantedUser[] {
  return rulesOf(observed, kind).map(({ name, rules }) => {
    const digests = wantedDigests(observed, name);
    return { name, rules, ...(digests !== undefined && { digests }) };
  });
}

function wantedDigests(observed: Observed, name: string): readonly string[] | undefined {
  if (name === users.default) return [];
  const client = observed.secrets.clients.find(({ user }) => user === name);
  const digests = client !== undefined ? acceptedDigests(observed, client) : acceptedInternally(observed, name);
  return digests.length === 0 ? undefined : digests;
}

/**
 * The same for a server that starts. Rules that a running one refuses are not among them, or it would start without the user: what the
 * user was allowed before stays.
 */
export function startingUsers(observed: Observed, kind: ServerKind): readonly AclUser[] {
  return wantedUsers(observed, kind).flatMap(({ name, rules, digests }) => {
    if (digests === undefined) return [];
    if (kind === 'sentinel' || refusalOf(observed, name) === undefined) return [{ name, rules, digests }];
    const before = observed.secrets.acl?.redis.find((user) => user.name === name);
    return before === undefined ? [] : [{ name, rules: before.rules, digests }];
  });
}

/** Why a server refuses what a user is to be allowed, in its own words. */
export function refusalOf({ members }: Observed, name: string): string | undefined {
  const outcomes = members.map((member) => accessOf(member)?.expected[name]);
  return outcomes.flatMap((outcome) => (outcome !== undefined && 'refusal' in outcome ? [outcome.refusal] : []))[0];
}
