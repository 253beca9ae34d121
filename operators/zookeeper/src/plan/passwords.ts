import { type Rotation, rotateSecret } from '@dataservices/members';
import { digestIn } from '../access.ts';
import { chrootOf } from '../names.ts';
import type { ClientSecrets, Observed } from '../observed.ts';

/** How far the password of a user has come. Undefined while its Secret says none: then nothing is changed. */
export function rotationOf(observed: Observed, client: ClientSecrets): Rotation | undefined {
  const { wanted, bound, user } = client;
  if (wanted === undefined) return undefined;
  const known = knownDigests(observed, user);
  const shown = bound?.digest ?? wanted.digest;
  return rotateSecret({
    wanted: wanted.digest,
    // All members hold the same lists.
    servers: [{ name: 'the ensemble', accepts: observed.access === undefined ? 'Unknown' : known, acceptsAtStart: known }],
    presenters: [{ name: `the binding of ${user}`, presents: [shown], lingering: isGraceOver(observed, client) ? [] : known }],
  });
}

/** The passwords that a user may log in with now. @param known those of which it is so already */
export function acceptedDigests(observed: Observed, client: ClientSecrets, known: readonly string[]): readonly string[] {
  const { wanted, bound } = client;
  const rotation = rotationOf(observed, client);
  if (wanted === undefined || rotation === undefined) return known;
  if (rotation.phase === 'Removing' || rotation.phase === 'Settled') return [wanted.digest];
  return [...new Set([...known, wanted.digest, ...(bound === undefined ? [] : [bound.digest])])].toSorted();
}

/** When the grace of a password that was changed is over, in milliseconds since the epoch; undefined where none is running. */
export function graceEndMs(observed: Observed, { wanted, bound, user }: ClientSecrets): number | undefined {
  const hasOther = knownDigests(observed, user).some((digest) => digest !== wanted?.digest);
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

function knownDigests({ cluster, access }: Observed, name: string): readonly string[] {
  const user = cluster.spec.users.find((candidate) => candidate.name === name);
  const entries = user === undefined ? [] : (access?.get(chrootOf(user)) ?? []);
  return [...new Set(entries.flatMap((entry) => digestIn(entry, name) ?? []))].toSorted();
}
