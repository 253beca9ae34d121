import { createPrivateKey, randomBytes, type X509Certificate } from 'node:crypto';
import { isKubeError, type Kube, type Retry, resources } from '@dataservices/kube';
import { type CertificateChange, issuerOf } from '@dataservices/members';
import type { ObjectMeta, StoredObject } from '@dataservices/plan';
import { joinedPem, readCertificates } from './certificate-secrets.ts';
import { certificateId } from './certificate-view.ts';
import { currentFile, entriesPatch, entryOf, type MountedInput, mountedData, type SecretData } from './secret-data.ts';

export type CertificateChangeContext = {
  readonly kube: Kube;
  readonly namespace: string;
  /** Of the Secrets, should they have to be made: names, labels, and owners where they are to go with the cluster. */
  readonly secrets: { readonly authority: ObjectMeta; readonly mounted: ObjectMeta };
  /** PEM: every authority of the cluster, as it was observed. */
  readonly authorityPem: string;
  /** The user's Secret, where there is one. */
  readonly providedName?: string | undefined;
  /** What people see in the certificates, at most 53 characters. */
  readonly commonName: string;
  readonly signal: AbortSignal;
};

/** What a change builds on is not there any more: nothing was done, and the next pass decides anew. */
export class CertificatesChanged extends Error {
  override readonly name = 'CertificatesChanged';
  readonly code = 'CertificatesChanged';
  readonly retry: Retry = { afterMs: 1_000 };
}

/** A Secret that we would write is there already and is somebody else's. */
export class SecretNameTaken extends Error {
  override readonly name = 'SecretNameTaken';
  readonly code = 'NameTaken';
  readonly retry: Retry = 'terminal';

  constructor(secret: string) {
    super(`Secret ${secret} exists already and is not this cluster's: delete or rename it, or choose another name for the cluster`);
  }
}

type Secret = StoredObject & { readonly data?: SecretData };
type Which = 'authority' | 'mounted';

/**
 * Carries out one change. What it depends on is read live, and written only if it is still as it was read. Keys go from Secret to
 * Secret, and nowhere else.
 *
 * @throws CertificatesChanged; CertificateError where a key does not fit; KubeError
 */
export async function changeCertificates(change: CertificateChange, context: CertificateChangeContext): Promise<void> {
  switch (change.kind) {
    case 'issue-authority':
      return issueNew(change, context);
    case 'promote-authority':
      return promote(change.id, context);
    case 'issue-certificate':
      return issueLeaf(change, context);
    case 'use-certificate':
      return useProvided(change.certificate, context);
    case 'trust-authorities':
      return rewriteTrust(context, () => change.authorities);
    case 'drop-authority':
      return drop(change.id, context);
  }
}

type Change<K extends CertificateChange['kind']> = Extract<CertificateChange, { readonly kind: K }>;

async function issueNew({ as, notBefore, notAfter }: Change<'issue-authority'>, context: CertificateChangeContext): Promise<void> {
  // Loaded only where it is needed: the library takes megabytes, and certificates are made once in months.
  const { issueAuthority } = await import('./issue-authority.ts');
  // A name of its own for each: ZooKeeper keeps but one of those that it trusts by the same name.
  const commonName = `${context.commonName} CA ${randomBytes(3).toString('hex')}`;
  const { certificate, key } = await issueAuthority({ commonName, notBefore, notAfter });
  const stored = await read(context, 'authority');
  const kept = entries(stored, as === 'current' ? [] : ['current.crt', 'current.key']);
  await write(context, 'authority', stored, { ...kept, [`${as}.crt`]: certificate, [`${as}.key`]: key });
}

async function promote(id: string, context: CertificateChangeContext): Promise<void> {
  const stored = await read(context, 'authority');
  const next = requireAuthority(stored, 'next', id);
  await write(context, 'authority', stored, { 'current.crt': next.certificate, 'current.key': next.key });
}

async function issueLeaf(change: Change<'issue-certificate'>, context: CertificateChangeContext): Promise<void> {
  const [stored, mounted] = await Promise.all([read(context, 'authority'), read(context, 'mounted')]);
  const authority = requireAuthority(stored, 'current', change.authority);
  const { issueCertificate } = await import('./issue-certificate.ts');
  const { notBefore, notAfter, names } = change;
  const { id, certificate, key } = await issueCertificate({ authority, commonName: context.commonName, names, notBefore, notAfter });
  await write(
    context,
    'mounted',
    mounted,
    mountedData({ leaf: { id, issuer: change.authority, certificate, key }, authorities: trustOf(mounted) }),
  );
}

async function useProvided(id: string, context: CertificateChangeContext): Promise<void> {
  const [mounted, provided] = await Promise.all([read(context, 'mounted'), readProvided(context)]);
  const certificate = entryOf(provided?.data, 'tls.crt') ?? '';
  const key = entryOf(provided?.data, 'tls.key') ?? '';
  const [own, ...chain] = readCertificates(certificate);
  if (own === undefined || certificateId(own) !== id)
    throw new CertificatesChanged(`Secret ${context.providedName} holds another certificate than it did`);
  const authorities = trustOf(mounted);
  const roots = readCertificates(authorities.pem);
  const issuer = roots.find((root) => [own, ...chain].some((link) => link.checkIssued(root) && link.verify(root.publicKey)));
  if (issuer === undefined) throw new CertificatesChanged(`the authority of Secret ${context.providedName} is not trusted yet`);
  const leaf = { id, issuer: certificateId(issuer), certificate, key: pkcs8(key) };
  await write(context, 'mounted', mounted, mountedData({ leaf, authorities }));
}

/** The one form that every server reads: Java knows no other. */
function pkcs8(key: string): string {
  return createPrivateKey(key).export({ type: 'pkcs8', format: 'pem' }).toString();
}

async function drop(id: string, context: CertificateChangeContext): Promise<void> {
  const stored = await read(context, 'authority');
  const [next] = readCertificates(entryOf(stored?.data, 'next.crt'));
  if (next !== undefined && certificateId(next) === id)
    return write(context, 'authority', stored, entries(stored, ['current.crt', 'current.key']));
  await rewriteTrust(context, (trusted) => trusted.filter((other) => other !== id));
}

/** Writes who is trusted, and keeps the certificate. */
async function rewriteTrust(context: CertificateChangeContext, wantedOf: (trusted: readonly string[]) => readonly string[]): Promise<void> {
  const mounted = await read(context, 'mounted');
  const wanted = wantedOf(trustOf(mounted).ids);
  const known = readCertificates(context.authorityPem);
  const certificates = wanted.flatMap((id) => known.find((certificate) => certificateId(certificate) === id) ?? []);
  if (certificates.length < wanted.length) throw new CertificatesChanged('an authority that is to be trusted is gone');
  await write(context, 'mounted', mounted, mountedData({ leaf: leafOf(mounted, wanted), authorities: authoritiesOf(certificates) }));
}

/** The certificate that is mounted now, with its key. */
function leafOf(mounted: Secret | undefined, known: readonly string[]): MountedInput['leaf'] {
  const name = currentFile(mounted?.data)?.certificate;
  if (name === undefined) return undefined;
  const [certificate, key] = ['crt', 'key'].map((ending) => entryOf(mounted?.data, `${name}.${ending}`));
  const [own] = readCertificates(certificate);
  const issuer = issuerOf(name, known);
  if (own === undefined || certificate === undefined || key === undefined || issuer === undefined) return undefined;
  return { id: certificateId(own), issuer, certificate, key };
}

function trustOf(mounted: Secret | undefined): MountedInput['authorities'] {
  return authoritiesOf(readCertificates(entryOf(mounted?.data, 'ca.crt')));
}

function authoritiesOf(certificates: readonly X509Certificate[]): MountedInput['authorities'] {
  return { ids: certificates.map(certificateId), pem: joinedPem(certificates) };
}

/** @throws CertificatesChanged where the Secret does not hold that one */
export function requireAuthority(
  stored: Secret | undefined,
  role: 'current' | 'next',
  id: string,
): { readonly certificate: string; readonly key: string } {
  const [certificate, key] = ['crt', 'key'].map((ending) => entryOf(stored?.data, `${role}.${ending}`));
  const [found] = readCertificates(certificate);
  if (certificate === undefined || key === undefined || found === undefined || certificateId(found) !== id)
    throw new CertificatesChanged(`the ${role} authority is not the one that it was`);
  return { certificate, key };
}

/** Entries in clear. */
function entries(stored: Secret | undefined, keys: readonly string[]): Readonly<Record<string, string>> {
  return Object.fromEntries(keys.flatMap((key) => [[key, entryOf(stored?.data, key)] as const]).filter(isPresent));
}

function isPresent(entry: readonly [string, string | undefined]): entry is readonly [string, string] {
  return entry[1] !== undefined;
}

function read({ kube, namespace, secrets, signal }: CertificateChangeContext, which: Which): Promise<Secret | undefined> {
  return kube.get<Secret>(resources.secrets, { namespace, name: secrets[which].name }, { signal });
}

function readProvided({ kube, namespace, providedName: name, signal }: CertificateChangeContext): Promise<Secret | undefined> {
  return name === undefined ? Promise.resolve(undefined) : kube.get<Secret>(resources.secrets, { namespace, name }, { signal });
}

/** All entries at once, on the version that was read, so that two operators never mix what they write. */
async function write(
  { kube, namespace, secrets, signal }: CertificateChangeContext,
  which: Which,
  stored: Secret | undefined,
  wanted: Readonly<Record<string, string>>,
): Promise<void> {
  const data = entriesPatch(stored?.data, wanted);
  const { name } = secrets[which];
  if (stored !== undefined && !isOwn(stored, secrets[which])) throw new SecretNameTaken(name);
  try {
    if (stored === undefined) {
      const secret = { apiVersion: 'v1', kind: 'Secret', metadata: { ...secrets[which], namespace }, type: 'Opaque', data };
      await kube.create(resources.secrets, secret, { signal });
    } else {
      const { uid, resourceVersion } = stored.metadata;
      await kube.mergePatch(resources.secrets, { namespace, name }, { metadata: { uid, resourceVersion }, data }, { signal });
    }
  } catch (error) {
    if (!['Conflict', 'NotFound', 'AlreadyExists'].some((code) => isKubeError(error, code))) throw error;
    throw new CertificatesChanged(`Secret ${name} has changed since it was read`, { cause: error });
  }
}

function isOwn({ metadata }: StoredObject, { labels = {} }: ObjectMeta): boolean {
  return Object.entries(labels).every(([key, value]) => metadata.labels?.[key] === value);
}
