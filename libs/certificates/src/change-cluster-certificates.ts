import type { Kube } from '@dataservices/kube';
import { type CertificateChange, type ObservedCertificates, ownersWhenMade } from '@dataservices/members';
import { type Component, objectLabels, type StoredObject } from '@dataservices/plan';
import { CertificatesChanged, changeCertificates } from './change-certificates.ts';

export type ClusterCertificatesContext = {
  readonly kube: Kube;
  /** The custom resource. */
  readonly cluster: StoredObject & {
    readonly spec: {
      readonly storage: { readonly whenDeleted: 'Delete' | 'Retain' };
      readonly tls: { readonly secretName?: string | undefined };
    };
  };
  readonly names: { readonly namespace: string; readonly authoritySecret: string; readonly certificatesSecret: string };
  /** As they were observed; absent without TLS. */
  readonly tls?: Pick<ObservedCertificates, 'authorityPem'> | undefined;
  /** Whose labels the Secrets get, should they have to be made. */
  readonly component: Component;
  /** What people see in the certificates, at most 53 characters. */
  readonly commonName: string;
  readonly signal: AbortSignal;
};

/**
 * One write to the Secrets of a cluster's certificates. Where they have to be made, they go or stay with the custom resource as
 * `storage.whenDeleted` says: what stays cannot be opened without them.
 *
 * @throws CertificatesChanged, also where TLS has been switched off meanwhile; CertificateError where a key does not fit; KubeError
 */
export async function changeClusterCertificates(
  change: CertificateChange,
  { kube, cluster, names, tls, component, commonName, signal }: ClusterCertificatesContext,
): Promise<void> {
  if (tls === undefined) throw new CertificatesChanged('the cluster has no certificates');
  const { storage, tls: wanted } = cluster.spec;
  const made = { labels: objectLabels(component), ownerReferences: ownersWhenMade({ owner: cluster, whenDeleted: storage.whenDeleted }) };
  await changeCertificates(change, {
    kube,
    namespace: names.namespace,
    secrets: { authority: { name: names.authoritySecret, ...made }, mounted: { name: names.certificatesSecret, ...made } },
    authorityPem: tls.authorityPem,
    providedName: wanted.secretName,
    commonName,
    signal,
  });
}
