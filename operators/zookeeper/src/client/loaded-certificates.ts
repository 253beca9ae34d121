import type { X509Certificate } from 'node:crypto';
import { certificateId, isIssuedBy, readCertificates } from '@dataservices/certificates';
import { certificateFileName, type LoadedCertificates, trustFileName } from '@dataservices/members';
import { ports } from '../membership.ts';
import { doesTrust } from './does-trust.ts';
import type { Target } from './port.ts';
import type { TlsAccess } from './tls-access.ts';

/**
 * What a server has loaded: the certificate that it presented, and whom it trusts. That it does not say. An authority that is to be the
 * next one is tried; of all others it is certain, as nobody has been without them since a certificate of theirs was used.
 *
 * @param presented in the answer that was given last
 * @returns undefined where it cannot be told
 */
export async function loadedCertificates(
  target: Target,
  presented: X509Certificate,
  tls: TlsAccess,
  timeoutMs: number,
): Promise<LoadedCertificates | undefined> {
  const id = certificateId(presented);
  const issuer = id === tls.mounted.certificate?.id ? tls.mounted.certificate.issuer : issuerOf(presented, tls);
  const trusted = await trustedBy(target, tls, timeoutMs);
  if (issuer === undefined || trusted === undefined) return undefined;
  return { certificate: certificateFileName({ id, issuer }), trust: trustFileName(trusted) };
}

/** By way of the certificates that came with it. */
function issuerOf(presented: X509Certificate, { authorities }: TlsAccess): string | undefined {
  const roots = readCertificates(authorities);
  for (let link: X509Certificate | undefined = presented; link !== undefined; link = link.issuerCertificate) {
    const certificate = link;
    const root = roots.find((candidate) => isIssuedBy(certificate, candidate));
    if (root !== undefined) return certificateId(root);
    if (link.issuerCertificate === link) return undefined;
  }
  return undefined;
}

async function trustedBy(
  target: Target,
  { mounted, witness, ...tls }: TlsAccess,
  timeoutMs: number,
): Promise<readonly string[] | undefined> {
  if (witness === undefined || !mounted.trusts.includes(witness.authority)) return mounted.trusts;
  const trial = `${target.pod} ${target.ip} ${witness.authority}`;
  if (tls.proven?.has(trial)) return mounted.trusts;
  const verdict = await doesTrust({ ...target, port: ports.election }, { mounted, witness, ...tls }, timeoutMs);
  if (verdict === undefined) return undefined;
  if (verdict) tls.proven?.add(trial);
  return verdict ? mounted.trusts : mounted.trusts.filter((id) => id !== witness.authority);
}
