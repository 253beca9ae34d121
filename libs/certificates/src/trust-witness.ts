import type { Authority } from '@dataservices/members';
import { readCertificates } from './certificate-secrets.ts';
import { certificateId } from './certificate-view.ts';
import { entryOf, type SecretData } from './secret-data.ts';

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

/** Short enough to be of no use to anybody else. */
const lifetimeMs = 3_600_000;

const made = new Map<string, TrustWitness & { readonly untilMs: number }>();
/** More clusters than ever change their authorities at the same time. */
const memory = 100;

/** Of the user's authority it is the user's certificate itself; of an own one, a certificate for nothing but this. */
export async function witnessOf({ next, authority, provided }: WitnessInput, now = Date.now()): Promise<TrustWitness | undefined> {
  if (next === undefined) return undefined;
  const [certificate, key] = [entryOf(authority, 'next.crt'), entryOf(authority, 'next.key')];
  const [root] = readCertificates(certificate);
  if (certificate !== undefined && key !== undefined && root !== undefined && certificateId(root) === next.id)
    return ownWitness(next, { certificate, key }, now);
  const [own, ownKey] = [entryOf(provided, 'tls.crt'), entryOf(provided, 'tls.key')];
  return own === undefined || ownKey === undefined ? undefined : { authority: next.id, certificate: own, key: ownKey };
}

async function ownWitness(
  { id, notAfter }: Authority,
  authority: { certificate: string; key: string },
  now: number,
): Promise<TrustWitness> {
  const known = made.get(id);
  if (known !== undefined && known.untilMs > now + lifetimeMs / 2) return known;
  const { issueCertificate } = await import('./issue-certificate.ts');
  const untilMs = Math.min(now + lifetimeMs, notAfter);
  const validity = { notBefore: Math.max(now - lifetimeMs, 0), notAfter: untilMs };
  const issued = await issueCertificate({ authority, commonName: 'trust witness', names: ['trust-witness.invalid'], ...validity });
  const witness = { authority: id, certificate: issued.certificate, key: issued.key, untilMs };
  if (made.size >= memory) made.clear();
  made.set(id, witness);
  return witness;
}
