import { type Kube, resources } from '@dataservices/kube';
import type { ObservedCertificates } from '@dataservices/members';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import { CertificateError } from './certificate-error.ts';
import { certificateState, readCertificates } from './certificate-secrets.ts';
import { certificateId } from './certificate-view.ts';
import { checkProvided, type Provided } from './check-provided.ts';
import { operatorIdentity } from './operator-identity.ts';
import { entryOf, type SecretData } from './secret-data.ts';
import type { Identity } from './short-lived.ts';
import { type TrustWitness, witnessOf } from './trust-witness.ts';

type Secret = StoredObject & { readonly data?: SecretData };

export type CertificatesInput = {
  readonly kube: Kube;
  readonly namespace: string;
  /** `spec.tls`. */
  readonly tls: { readonly mode: 'Enabled' | 'Disabled'; readonly secretName?: string };
  /** Names of the Secrets that the operator writes. */
  readonly secrets: { readonly authority: string; readonly mounted: string };
  /** What a certificate of the user's must be for. */
  readonly names: readonly string[];
  /** Whether members present it to each other too, as clients. */
  readonly isForClients?: boolean;
  /** What clients were shown last. */
  readonly binding: StoredObject | undefined;
  readonly now: number;
  readonly signal: AbortSignal;
};

export type CertificatesView = {
  readonly tls: ObservedCertificates;
  readonly stored: readonly StoredObject[];
  /** By whom servers can be asked whether they trust the next authority; absent where there is none. */
  readonly witness: () => Promise<TrustWitness | undefined>;
  /** By what members let the operator in, who let in those with this common name; absent while there is nothing. */
  readonly identity: (commonName: string) => Promise<Identity | undefined>;
};

/** What there is of certificates; undefined without TLS. Keys stay in the Secrets. */
export async function observeCertificates(input: CertificatesInput): Promise<CertificatesView | undefined> {
  const { kube, namespace, tls, secrets, binding, signal } = input;
  const { mode, secretName } = tls;
  if (mode === 'Disabled') return undefined;
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace, name }, { signal });
  const [authority, mounted, users] = await Promise.all([
    read(secrets.authority),
    read(secrets.mounted),
    secretName === undefined ? undefined : read(secretName),
  ]);
  const provided = secretName === undefined ? undefined : checked(input, secretName, users);
  const published = entryOf((binding as Secret | undefined)?.data, 'ca.crt');
  const usable = provided instanceof CertificateError ? undefined : provided;
  const state = certificateState({
    authority: authority?.data,
    mounted: mounted?.data,
    published,
    mountedName: secrets.mounted,
    isOwn: secretName === undefined,
    ...(usable !== undefined && { provided: usable }),
  });
  return {
    tls: {
      ...state,
      ...(published !== undefined && {
        published: { ids: readCertificates(published).map(certificateId), sinceMs: shownSinceMs(binding) },
      }),
      ...(usable !== undefined && { provided: usable.certificate }),
      ...(provided instanceof CertificateError && { problem: provided.message }),
    },
    stored: [authority, mounted].filter((secret) => secret !== undefined),
    witness: () => witnessOf({ next: state.authorities.next, authority: authority?.data, provided: users?.data }),
    identity: (commonName) =>
      operatorIdentity({
        current: state.authorities.current,
        authority: authority?.data,
        mounted: mounted?.data,
        provided: usable && users?.data,
        commonName,
      }),
  };
}

/** What the user's Secret provides, or why it cannot be used. */
function checked(input: CertificatesInput, secretName: string, secret: Secret | undefined): Provided | CertificateError {
  const { secrets, names, isForClients = false, now } = input;
  if (secretName === secrets.authority || secretName === secrets.mounted)
    return new CertificateError('InvalidPem', `spec.tls.secretName: the operator writes ${secretName} itself; name a Secret of your own`);
  if (secret === undefined)
    return new CertificateError(
      'InvalidPem',
      `spec.tls.secretName: there is no Secret ${secretName} in this namespace; create it with tls.crt, tls.key and ca.crt`,
    );
  const entry = (key: string) => entryOf(secret.data, key) ?? '';
  const pem = { certificate: entry('tls.crt'), key: entry('tls.key'), authority: entry('ca.crt') };
  try {
    return checkProvided({ secretName, ...pem, names, isForClients, now });
  } catch (error) {
    if (error instanceof CertificateError) return error;
    throw error;
  }
}

/** Without the annotation, since never: what was shown is written anew with it. */
function shownSinceMs(binding: StoredObject | undefined): number {
  const since = Date.parse(binding?.metadata.annotations?.[annotationKeys.authoritiesSince] ?? '');
  return Number.isNaN(since) ? Number.POSITIVE_INFINITY : since;
}
