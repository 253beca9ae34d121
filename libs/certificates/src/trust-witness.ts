import type { Authority } from '@dataservices/members';
import { entryOf, type SecretData } from './secret-data.ts';
import { shortLived } from './short-lived.ts';

/** A certificate with its key, by an authority that does not sign for servers yet: whoever accepts it trusts that authority. */
export type TrustWitness = {
  /** Id of the authority. */
  readonly authority: string;
  /** PEM. */
  readonly certificate: string;
  readonly key: string;
};

export type WitnessInput = {
  readonly next: Authority | undefined;
  /** The Secret of the own authority. */
  readonly authority: SecretData | undefined;
  /** The user's Secret. */
  readonly provided: SecretData | undefined;
};

/** Of the user's authority it is the user's certificate itself; of an own one, a certificate for nothing but this. */
export async function witnessOf({ next, authority, provided }: WitnessInput, now = Date.now()): Promise<TrustWitness | undefined> {
  if (next === undefined) return undefined;
  const own = await shortLived({
    authority: next,
    secret: authority,
    role: 'next',
    commonName: 'trust witness',
    name: 'trust-witness.invalid',
    now,
  });
  if (own !== undefined) return { authority: next.id, certificate: own.certificate, key: own.key };
  const [certificate, key] = [entryOf(provided, 'tls.crt'), entryOf(provided, 'tls.key')];
  return certificate === undefined || key === undefined ? undefined : { authority: next.id, certificate, key };
}
