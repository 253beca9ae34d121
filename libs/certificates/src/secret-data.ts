import { certificateFileName, type LoadedCertificates, trustFileName } from '@dataservices/members';

/** Entries of a Secret in base64, as the API has them. */
export type SecretData = Readonly<Record<string, string>>;

export function entryOf(data: SecretData | undefined, key: string): string | undefined {
  const value = data?.[key];
  return value === undefined || value === '' ? undefined : Buffer.from(value, 'base64').toString('utf8');
}

export type MountedInput = {
  /** PEM; the certificate with those that lead from it to its authority. Undefined while there is none. */
  readonly leaf?: { readonly id: string; readonly issuer: string; readonly certificate: string; readonly key: string } | undefined;
  readonly authorities: { readonly ids: readonly string[]; readonly pem: string };
};

/**
 * What members mount. Files are named by their content, so that a server says with their names what it has loaded; the file
 * `current` names those that are to be used, and `ca.crt` is what whoever starts a connection trusts. A kubelet brings all of them at
 * once.
 */
export function mountedData({ leaf, authorities }: MountedInput): Readonly<Record<string, string>> {
  const trust = trustFileName(authorities.ids);
  const shared = { [`${trust}.crt`]: authorities.pem, 'ca.crt': authorities.pem };
  if (leaf === undefined) return shared;
  const name = certificateFileName(leaf);
  return { ...shared, [`${name}.crt`]: leaf.certificate, [`${name}.key`]: leaf.key, current: `${name} ${trust}\n` };
}

/** The files that are to be used. */
export function currentFile(data: SecretData | undefined): LoadedCertificates | undefined {
  const [certificate, trust] = entryOf(data, 'current')?.trim().split(' ') ?? [];
  return certificate === undefined || trust === undefined ? undefined : { certificate, trust };
}

/** Certificate and key that are to be used, in PEM form: what members present. Undefined while there are none. */
export function mountedIdentity(data: SecretData | undefined): { readonly certificate: string; readonly key: string } | undefined {
  const name = currentFile(data)?.certificate;
  const [certificate, key] = [entryOf(data, `${name}.crt`), entryOf(data, `${name}.key`)];
  return certificate === undefined || key === undefined ? undefined : { certificate, key };
}

/** A merge patch of the entries: what is not wanted goes. */
export function entriesPatch(
  stored: SecretData | undefined,
  wanted: Readonly<Record<string, string>>,
): Readonly<Record<string, string | null>> {
  const gone = Object.keys(stored ?? {}).filter((key) => !Object.hasOwn(wanted, key));
  const encoded = Object.entries(wanted).map(([key, text]) => [key, Buffer.from(text).toString('base64')] as const);
  return Object.fromEntries([...gone.map((key) => [key, null] as const), ...encoded]);
}
