import { createHash } from 'node:crypto';
import type { ScramMechanism, ScramUserView } from './client/port.ts';

export type Credential = ScramUserView['credentials'][number];

/** From one above Kafka's default, which whoever sets a password by hand leaves as it is, to twice as many: what a client computes at login. */
const [fewest, choices] = [4097, 4096];

const mechanisms: readonly ScramMechanism[] = ['SCRAM-SHA-512', 'SCRAM-SHA-256'];

export type PasswordRef = {
  readonly user: string;
  readonly password: string;
  /** The identity of the Secret that has it. */
  readonly secretUid: string;
};

/**
 * The credentials of a user. Kafka shows nothing of a password but the number of iterations, so that number says which password it is: 24 bits
 * of a hash over both mechanisms, of which clients are offered only the first. The identity of the Secret, which only those know who can read
 * the password anyway, keeps everybody else from trying passwords against it.
 *
 * Prevents: a password that was changed, in the Secret or by hand in Kafka, and that nobody notices.
 */
export function credentialsFor({ user, password, secretUid }: PasswordRef): readonly Credential[] {
  const hash = createHash('sha256')
    .update(JSON.stringify([secretUid, user, password]))
    .digest();
  return mechanisms.map((mechanism, at) => ({ mechanism, iterations: fewest + (hash.readUInt32BE(at * 4) % choices) }));
}

/** Whether these are all that Kafka knows of a user. */
export function areSameCredentials(known: readonly Credential[], wanted: readonly Credential[]): boolean {
  const isKnown = ({ mechanism, iterations }: Credential) =>
    known.some((one) => one.mechanism === mechanism && one.iterations === iterations);
  return known.length === wanted.length && wanted.every(isKnown);
}
