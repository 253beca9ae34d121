import type { X509Certificate } from 'node:crypto';
import { certificateFileName, type LoadedCertificates, trustFileName } from '@dataservices/members';
import { presentedBy } from './presented-by.ts';
import type { TlsAccess } from './tls-access.ts';
import { tryTrust } from './try-trust.ts';

export type VerifyingServer = {
  readonly pod: string;
  readonly ip: string;
  /** Where it verifies other members. */
  readonly port: number;
};

/**
 * What a server has loaded: the certificate that it presented, and whom it trusts. That it does not say. An authority that is to be the
 * next one is tried where members verify each other; of all others it is certain, as nobody has been without them since a certificate of
 * theirs was used.
 *
 * @param presented in the answer that was given last
 * @returns undefined where it cannot be told
 */
export async function loadedCertificates(
  target: VerifyingServer,
  presented: X509Certificate,
  tls: TlsAccess,
  timeoutMs: number,
): Promise<LoadedCertificates | undefined> {
  const certificate = presentedBy(presented, tls.authorities, tls.mounted.certificate);
  const trusted = await trustedBy(target, tls, timeoutMs);
  if (certificate === undefined || trusted === undefined) return undefined;
  return { certificate: certificateFileName(certificate), trust: trustFileName(trusted) };
}

async function trustedBy(target: VerifyingServer, tls: TlsAccess, timeoutMs: number): Promise<readonly string[] | undefined> {
  const { mounted, witness, authorities, domain, proven } = tls;
  if (witness === undefined || !mounted.trusts.includes(witness.authority)) return mounted.trusts;
  const trial = `${target.pod} ${target.ip} ${witness.authority}`;
  if (proven?.has(trial)) return mounted.trusts;
  const servername = `${target.pod}.${domain}`;
  const verdict = await tryTrust({ host: target.ip, port: target.port, servername, authorities, witness, timeoutMs });
  if (verdict === undefined) return undefined;
  if (verdict) proven?.add(trial);
  return verdict ? mounted.trusts : mounted.trusts.filter((id) => id !== witness.authority);
}
