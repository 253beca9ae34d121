import type { Authority } from '@dataservices/members';
import { entryOf, mountedIdentity, type SecretData } from './secret-data.ts';
import { type Identity, shortLived } from './short-lived.ts';

export type OperatorIdentityInput = {
  readonly current: Authority | undefined;
  /** The Secret of the own authority. */
  readonly authority: SecretData | undefined;
  /** What members mount. */
  readonly mounted: SecretData | undefined;
  /** The user's Secret. */
  readonly provided: SecretData | undefined;
  /** Of those whom members let in. */
  readonly commonName: string;
};

/**
 * What an operator presents where members want to see a certificate: one of its own by the current authority, or else what members present, or
 * what they are to present.
 *
 * Prevents: an operator that cannot ask anybody whether another certificate may be issued, because the one that it needs for that is the one
 * that is gone.
 */
export async function operatorIdentity(input: OperatorIdentityInput, now = Date.now()): Promise<Identity | undefined> {
  const { current, authority, mounted, provided, commonName } = input;
  const own =
    current && (await shortLived({ authority: current, secret: authority, role: 'current', commonName, name: 'operator.invalid', now }));
  if (own !== undefined) return { certificate: own.certificate, key: own.key };
  const [certificate, key] = [entryOf(provided, 'tls.crt'), entryOf(provided, 'tls.key')];
  return mountedIdentity(mounted) ?? (certificate === undefined || key === undefined ? undefined : { certificate, key });
}
