import { createPrivateKey, type X509Certificate } from 'node:crypto';
import { CertificateError } from './certificate-error.ts';
import { type CertificateView, certificateId, certificateView, isIssuedBy } from './certificate-view.ts';
import { parseCertificates } from './pem.ts';

export type ProvidedInput = {
  /** Of the Secret, for messages. */
  readonly secretName: string;
  /** PEM: `tls.crt`, the server's own certificate first; `tls.key`; `ca.crt`. */
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  /** Host names that clients and peers use. */
  readonly names: readonly string[];
  /** Whether it is presented by clients too, as by members to each other. */
  readonly isForClients?: boolean;
  /** Milliseconds since the epoch. */
  readonly now: number;
};

/** Of the extended key usage, as OpenSSL numbers it. */
const clientAuthentication = '1.3.6.1.5.5.7.3.2';

export type Provided = {
  readonly certificate: CertificateView & { readonly issuer: string };
  readonly authority: CertificateView;
  /** PEM of the authority alone. */
  readonly authorityPem: string;
};

/**
 * What a user's Secret provides, if servers can run with it and others verify them.
 *
 * @throws CertificateError each of its codes; the message says which key of the Secret is wrong, and what it should be
 */
export function checkProvided({ secretName, certificate, key, authority, names, isForClients, now }: ProvidedInput): Provided {
  const label = (entry: string) => `Secret ${secretName}, key ${entry}`;
  const [own, ...chain] = parseCertificates(certificate, label('tls.crt'));
  const roots = parseCertificates(authority, label('ca.crt'));
  if (own === undefined) throw new CertificateError('InvalidPem', `${label('tls.crt')} holds no certificate`);
  if (!isKeyOf(own, key, label('tls.key')))
    throw new CertificateError('KeyMismatch', `${label('tls.key')} is not the key of tls.crt: put both from the same issue there`);
  if (roots.some(({ ca }) => !ca))
    throw new CertificateError(
      'NotAnAuthority',
      `${label('ca.crt')} holds a certificate that may not sign others: put that of the authority there`,
    );
  const root = rootOf(own, chain, roots);
  if (root === undefined)
    throw new CertificateError(
      'WrongIssuer',
      `${label('tls.crt')} does not lead to an authority of ca.crt: put the authority that signed it there`,
    );
  if (!isIssuedBy(root, root))
    throw new CertificateError(
      'WrongIssuer',
      `${label('ca.crt')} holds an authority that another one signed: put the root there, and those between into tls.crt`,
    );
  const expired = [own, root].find(({ validToDate, validFromDate }) => validToDate.getTime() <= now || validFromDate.getTime() > now);
  if (expired !== undefined)
    throw new CertificateError(
      'Expired',
      `${label(expired === own ? 'tls.crt' : 'ca.crt')} is valid from ${expired.validFrom} to ${expired.validTo}: renew it`,
    );
  const missing = names.filter((name) => own.checkHost(name) === undefined);
  if (missing.length > 0)
    throw new CertificateError('WrongNames', `${label('tls.crt')} does not hold the names ${missing.join(', ')}: issue it for them too`);
  if (isForClients && own.keyUsage !== undefined && !own.keyUsage.includes(clientAuthentication))
    throw new CertificateError(
      'WrongUsage',
      `${label('tls.crt')} is for servers alone, and members are clients of each other: issue it with the usages server auth and client auth`,
    );
  return {
    certificate: { ...certificateView(own, []), issuer: certificateId(root) },
    authority: certificateView(root, [root]),
    authorityPem: root.toString(),
  };
}

function isKeyOf(certificate: X509Certificate, key: string, what: string): boolean {
  try {
    return certificate.checkPrivateKey(createPrivateKey(key));
  } catch {
    // Without a cause: an error of the parser could carry a piece of the key.
    throw new CertificateError('InvalidPem', `${what} is no private key in PEM form without a passphrase`);
  }
}

/** The authority that the certificate leads to, by way of those that come with it. */
function rootOf(own: X509Certificate, chain: readonly X509Certificate[], roots: readonly X509Certificate[]): X509Certificate | undefined {
  const direct = roots.find((root) => isIssuedBy(own, root));
  if (direct !== undefined) return direct;
  const next = chain.find((candidate) => candidate.ca && candidate !== own && isIssuedBy(own, candidate));
  return (
    next &&
    rootOf(
      next,
      chain.filter((candidate) => candidate !== next),
      roots,
    )
  );
}
