import type { X509Certificate } from 'node:crypto';
import { presentedBy, tryTrust } from '@dataservices/certificates';
import { certificateFileName, type LoadedCertificates, trustFileName } from '@dataservices/members';
import { ports } from '../names.ts';
import type { Target } from './port.ts';
import type { TlsAccess } from './tls-access.ts';

/**
 * What a node has loaded: the certificate that it presented, and whom it trusts. That it does not say. An authority that is to be the
 * next one is tried where nodes verify each other; of all others it is certain, as nobody has been without them since a certificate of
 * theirs was used.
 *
 * @returns undefined where it cannot be told
 */
export async function loadedCertificates(
  target: Target,
  presented: X509Certificate,
  tls: TlsAccess,
  timeoutMs: number,
): Promise<LoadedCertificates | undefined> {
  const certificate = presentedBy(presented, tls.authorities, tls.mounted.certificate);
  const trusted = await trustedBy(target, tls, timeoutMs);
  if (certificate === undefined || trusted === undefined) return undefined;
  return { certificate: certificateFileName(certificate), trust: trustFileName(trusted) };
}

async function trustedBy(target: Target, tls: TlsAccess, timeoutMs: number): Promise<readonly string[] | undefined> {
  const { mounted, witness, authorities, domain, proven } = tls;
  if (witness === undefined || !mounted.trusts.includes(witness.authority)) return mounted.trusts;
  const trial = `${target.pod} ${target.ip} ${witness.authority}`;
  if (proven?.has(trial)) return mounted.trusts;
  const servername = `${target.pod}.${domain}`;
  const verdict = await tryTrust({ host: target.ip, port: ports.nodes, servername, authorities, witness, timeoutMs });
  if (verdict === undefined) return undefined;
  if (verdict) proven?.add(trial);
  return verdict ? mounted.trusts : mounted.trusts.filter((id) => id !== witness.authority);
}
