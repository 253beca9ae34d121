import type { Certificate } from './trust.ts';

/**
 * What a server has loaded, by the names of its files, which tell their content. A server that says which files it uses says so
 * which certificate it presents and whom it trusts, and nothing has to be believed of when a file reached it.
 */
export type LoadedCertificates = {
  /** Of certificate and key, without `.crt` and `.key`. */
  readonly certificate: string;
  /** Of the authorities, without `.crt`. */
  readonly trust: string;
};

/** Hexadecimal digits of an id in a name: 64 bits, among the few that one cluster ever has at a time. */
const shortId = 16;

/** Name of the files of a certificate and its key. */
export function certificateFileName({ id, issuer }: Pick<Certificate, 'id' | 'issuer'>): string {
  return `certificate-${id.slice(0, shortId)}-${issuer.slice(0, shortId)}`;
}

/** Name of the file with these authorities; the same in whatever order they are given. */
export function trustFileName(authorities: readonly string[]): string {
  return `trust-${authorities
    .map((id) => id.slice(0, shortId))
    .sort()
    .join('.')}`;
}

/** Ids of the authorities in a file of this name, as far as they are known; one of unknown ones does not count. */
export function trustedBy(trustFile: string, known: readonly string[]): readonly string[] {
  const short = /^trust-([0-9a-f.]*)$/.exec(trustFile)?.[1]?.split('.') ?? [];
  return known.filter((id) => short.includes(id.slice(0, shortId)));
}

/** Id of the authority that signed the certificate of this name; what the name says of it where that is none of those known. */
export function issuerOf(certificateFile: string, known: readonly string[]): string | undefined {
  const issuer = /^certificate-[0-9a-f]+-([0-9a-f]+)$/.exec(certificateFile)?.[1];
  return known.find((id) => issuer !== undefined && id.startsWith(issuer)) ?? issuer;
}
