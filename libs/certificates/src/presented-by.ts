import type { X509Certificate } from 'node:crypto';
import type { Certificate } from '@dataservices/members';
import { readCertificates } from './certificate-secrets.ts';
import { certificateId, isIssuedBy } from './certificate-view.ts';

/** Who presented, and by which authority. */
export type Presented = Pick<Certificate, 'id' | 'issuer'>;

/**
 * The certificate that a server presented, and which of the authorities signed it, by way of the certificates that came with it. Undefined
 * where that is none of them.
 *
 * @param authorities PEM
 * @param mounted what members mount, of which that is known already
 */
export function presentedBy(presented: X509Certificate, authorities: string, mounted?: Certificate): Presented | undefined {
  const id = certificateId(presented);
  const issuer = id === mounted?.id ? mounted.issuer : issuerOf(presented, readCertificates(authorities));
  return issuer === undefined ? undefined : { id, issuer };
}

function issuerOf(presented: X509Certificate, roots: readonly X509Certificate[]): string | undefined {
  for (let link: X509Certificate | undefined = presented; link !== undefined; link = link.issuerCertificate) {
    const certificate = link;
    const root = roots.find((candidate) => isIssuedBy(certificate, candidate));
    if (root !== undefined) return certificateId(root);
    if (link.issuerCertificate === link) return undefined;
  }
  return undefined;
}
