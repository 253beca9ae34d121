import type { RedisCluster } from '@dataservices/api';
import {
  CertificateError,
  certificateId,
  certificateState,
  checkProvided,
  entryOf,
  type Provided,
  readCertificates,
  type SecretData,
} from '@dataservices/certificates';
import { type Kube, resources } from '@dataservices/kube';
import { annotationKeys, type StoredObject } from '@dataservices/plan';
import type { Names } from '../names.ts';
import type { ObservedTls } from '../observed.ts';
import { requiredNames } from '../resources/certificate-names.ts';
import type { Settings } from '../settings.ts';

type Secret = StoredObject & { readonly data?: SecretData };

export type CertificatesInput = {
  readonly kube: Kube;
  readonly cluster: RedisCluster;
  readonly names: Names;
  readonly settings: Settings;
  /** What clients were shown last. */
  readonly binding: StoredObject | undefined;
  readonly now: number;
  readonly signal: AbortSignal;
};

export type CertificatesView = { readonly tls: ObservedTls; readonly stored: readonly StoredObject[] };

/** What there is of certificates; undefined without TLS. Keys stay in the Secrets. */
export async function observeCertificates(input: CertificatesInput): Promise<CertificatesView | undefined> {
  const { kube, cluster, names, binding, signal } = input;
  const { mode, secretName } = cluster.spec.tls;
  if (mode === 'Disabled') return undefined;
  const read = (name: string) => kube.get<Secret>(resources.secrets, { namespace: names.namespace, name }, { signal });
  const [authority, mounted, users] = await Promise.all([
    read(names.authoritySecret),
    read(names.certificatesSecret),
    secretName === undefined ? undefined : read(secretName),
  ]);
  const provided = secretName === undefined ? undefined : checked(input, secretName, users);
  const published = entryOf((binding as Secret | undefined)?.data, 'ca.crt');
  const usable = provided instanceof CertificateError ? undefined : provided;
  const state = certificateState({
    authority: authority?.data,
    mounted: mounted?.data,
    published,
    mountedName: names.certificatesSecret,
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
  };
}

/** What the user's Secret provides, or why it cannot be used. */
function checked(
  { names, settings, cluster, now }: CertificatesInput,
  secretName: string,
  secret: Secret | undefined,
): Provided | CertificateError {
  if (secretName === names.authoritySecret || secretName === names.certificatesSecret)
    return new CertificateError('InvalidPem', `spec.tls.secretName: the operator writes ${secretName} itself; name a Secret of your own`);
  if (secret === undefined)
    return new CertificateError(
      'InvalidPem',
      `spec.tls.secretName: there is no Secret ${secretName} in this namespace; create it with tls.crt, tls.key and ca.crt`,
    );
  const entry = (key: string) => entryOf(secret.data, key) ?? '';
  try {
    return checkProvided({
      secretName,
      certificate: entry('tls.crt'),
      key: entry('tls.key'),
      authority: entry('ca.crt'),
      names: requiredNames({ names, cluster, settings }),
      now,
    });
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
