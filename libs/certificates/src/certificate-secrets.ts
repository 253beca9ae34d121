import { X509Certificate } from 'node:crypto';
import { type Authority, type Certificate, type CertificateState, issuerOf } from '@dataservices/members';
import { certificateId, certificateView } from './certificate-view.ts';
import { hasKey } from './key-pair.ts';
import { currentFile, entryOf, type SecretData } from './secret-data.ts';

/** The Secrets of one cluster's certificates, as they are stored; undefined where there is none. */
export type CertificateSecrets = {
  /** Of the own authority: `current.crt`, `current.key`, and `next.…` while another one is on its way. Never mounted anywhere. */
  readonly authority: SecretData | undefined;
  /** What every member mounts; see `mountedData`. */
  readonly mounted: SecretData | undefined;
  /** PEM: what clients were shown last. It stands in for what was in a mounted Secret that is gone. */
  readonly published: string | undefined;
  /** Names of the mounted Secret. */
  readonly mountedName: string;
  /** Whether the cluster has an authority of its own. */
  readonly isOwn: boolean;
  /** Of the user's certificate, where there is one that can be used. */
  readonly provided?: { readonly authorityPem: string };
};

/** What is known of them. Never throws: what cannot be read, or has lost its key, is as good as gone, and made anew. */
export function certificateState({ authority, mounted, published, mountedName, isOwn, provided }: CertificateSecrets): CertificateState {
  const trusted = readCertificates(entryOf(mounted, 'ca.crt'));
  const known = mounted === undefined ? readCertificates(published) : trusted;
  const own = { current: signing(authority, 'current'), next: signing(authority, 'next') };
  const inUse = leafOf(mounted, known.map(certificateId));
  const current = isOwn ? own.current : known.find((root) => certificateId(root) === inUse?.issuer);
  const candidate = isOwn ? own.next : readCertificates(provided?.authorityPem)[0];
  const next = candidate !== undefined && !isSame(candidate, current) ? candidate : undefined;
  const previous = known.filter((root) => !isSame(root, current) && !isSame(root, next));
  const all = [current, next, ...previous].filter((root) => root !== undefined);
  return {
    authorities: {
      ...(current && { current: authorityOf(current) }),
      ...(next && { next: authorityOf(next) }),
      previous: previous.map(authorityOf),
    },
    mounted: { name: mountedName, trusts: trusted.map(certificateId), ...(inUse && { certificate: inUse }) },
    files: inUse === undefined ? undefined : currentFile(mounted),
    authorityPem: joinedPem(all),
  };
}

/** PEM of certificates, in an order that does not depend on theirs. */
export function joinedPem(certificates: readonly X509Certificate[]): string {
  return certificates
    .toSorted((a, b) => (certificateId(a) < certificateId(b) ? -1 : 1))
    .map((certificate) => certificate.toString())
    .join('');
}

/** Those that can be read; none where there is nothing, or nothing that can be read. */
export function readCertificates(pem: string | undefined): readonly X509Certificate[] {
  const blocks = pem?.match(/-----BEGIN CERTIFICATE-----[A-Za-z0-9+/=\s]+-----END CERTIFICATE-----/g) ?? [];
  return blocks.flatMap((block) => {
    try {
      return [new X509Certificate(block)];
    } catch {
      return [];
    }
  });
}

function signing(authority: SecretData | undefined, role: 'current' | 'next'): X509Certificate | undefined {
  const [certificate] = readCertificates(entryOf(authority, `${role}.crt`));
  return certificate !== undefined && hasKey(certificate, entryOf(authority, `${role}.key`)) ? certificate : undefined;
}

function leafOf(mounted: SecretData | undefined, known: readonly string[]): Certificate | undefined {
  const files = currentFile(mounted);
  if (files === undefined) return undefined;
  const [certificate] = readCertificates(entryOf(mounted, `${files.certificate}.crt`));
  const issuer = issuerOf(files.certificate, known);
  if (certificate === undefined || issuer === undefined || !hasKey(certificate, entryOf(mounted, `${files.certificate}.key`)))
    return undefined;
  return { ...certificateView(certificate, []), issuer };
}

function authorityOf(certificate: X509Certificate): Authority {
  const { id, notBefore, notAfter } = certificateView(certificate, []);
  return { id, notBefore, notAfter };
}

function isSame(one: X509Certificate, other: X509Certificate | undefined): boolean {
  return one.fingerprint256 === other?.fingerprint256;
}
