import type { Authority } from '@dataservices/members';
import { readCertificates } from './certificate-secrets.ts';
import { certificateId } from './certificate-view.ts';
import { entryOf, type SecretData } from './secret-data.ts';

/** Certificate and key in PEM form. */
export type Identity = { readonly certificate: string; readonly key: string };

export type ShortLivedInput = {
  readonly authority: Authority;
  /** The Secret of the own authority. */
  readonly secret: SecretData | undefined;
  /** Under which it is in the Secret. */
  readonly role: 'current' | 'next';
  readonly commonName: string;
  /** A host name of nobody. */
  readonly name: string;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Short enough to be of no use to anybody else. */
const lifetimeMs = 3_600_000;

const made = new Map<string, Identity & { readonly untilMs: number }>();
/** More than ever are in use at the same time. */
const memory = 1_000;

/** A certificate for the operator itself, which is kept in memory alone; undefined where the Secret does not hold that authority. */
export async function shortLived({ authority, secret, role, commonName, name, now }: ShortLivedInput): Promise<Identity | undefined> {
  const [certificate, key] = [entryOf(secret, `${role}.crt`), entryOf(secret, `${role}.key`)];
  const [root] = readCertificates(certificate);
  if (certificate === undefined || key === undefined || root === undefined || certificateId(root) !== authority.id) return undefined;
  const kind = `${authority.id} ${commonName}`;
  const known = made.get(kind);
  if (known !== undefined && known.untilMs > now + lifetimeMs / 2) return known;
  const { issueCertificate } = await import('./issue-certificate.ts');
  const untilMs = Math.min(now + lifetimeMs, authority.notAfter);
  const validity = { notBefore: Math.max(now - lifetimeMs, 0), notAfter: untilMs };
  const issued = await issueCertificate({ authority: { certificate, key }, commonName, names: [name], ...validity });
  const identity = { certificate: issued.certificate, key: issued.key, untilMs };
  if (made.size >= memory) made.clear();
  made.set(kind, identity);
  return identity;
}
