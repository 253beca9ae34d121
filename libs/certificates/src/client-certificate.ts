import { type Kube, resources } from '@dataservices/kube';
import type { ClientCertificate } from '@dataservices/members';
import type { StoredObject } from '@dataservices/plan';
import { readCertificates } from './certificate-secrets.ts';
import { certificateView } from './certificate-view.ts';
import { requireAuthority } from './change-certificates.ts';
import type { Issued, Validity } from './issued.ts';
import { hasKey } from './key-pair.ts';
import type { SecretData } from './secret-data.ts';

export type ClientIssue = Validity & {
  readonly kube: Kube;
  readonly namespace: string;
  /** Secret of the own authority. */
  readonly authoritySecret: string;
  /** Id of the authority that is to sign. */
  readonly authority: string;
  /** Who the client is. */
  readonly commonName: string;
  readonly signal: AbortSignal;
};

/**
 * A certificate by which a client proves who it is, with a key of its own.
 *
 * @throws CertificatesChanged where the authority is not the one that it was; CertificateError; KubeError
 */
export async function issueForClient({ kube, namespace, authoritySecret, authority, signal, ...wanted }: ClientIssue): Promise<Issued> {
  type Secret = StoredObject & { readonly data?: SecretData };
  const stored = await kube.get<Secret>(resources.secrets, { namespace, name: authoritySecret }, { signal });
  const signing = requireAuthority(stored, 'current', authority);
  const { issueCertificate } = await import('./issue-certificate.ts');
  return issueCertificate({ ...wanted, authority: signing, names: [], isForClient: true });
}

export type ClientPem = {
  readonly certificate: string | undefined;
  readonly key: string | undefined;
  /** Of every authority that may have signed it. */
  readonly authorityPem: string;
  readonly commonName: string;
};

/** What a client has; undefined where it is of no use: it cannot be read, is somebody else's, or by an authority that nobody knows. */
export function clientCertificate({ certificate, key, authorityPem, commonName }: ClientPem): ClientCertificate | undefined {
  const [own] = readCertificates(certificate);
  if (certificate === undefined || key === undefined || own === undefined) return undefined;
  if (own.subject !== `CN=${commonName}` || !hasKey(own, key)) return undefined;
  const { issuer, ...view } = certificateView(own, readCertificates(authorityPem));
  return issuer === undefined ? undefined : { ...view, issuer, pem: certificate, key };
}
