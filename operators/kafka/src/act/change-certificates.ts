import { changeCertificates } from '@dataservices/certificates';
import { type CertificateChange, ownersWhenMade } from '@dataservices/members';
import { objectLabels } from '@dataservices/plan';
import { memberCommonName } from '../resources/certificate-names.ts';
import { componentOf } from '../resources/metadata.ts';
import { type ActContext, TargetGone } from './act-context.ts';

/** One write to the Secrets of the cluster's certificates. */
export function changeCertificatesOf(change: CertificateChange, { kube, observed, signal }: ActContext): Promise<void> {
  const { names, cluster, tls } = observed;
  if (tls === undefined) throw new TargetGone('the cluster has no certificates');
  const made = {
    labels: objectLabels(componentOf(observed)),
    ownerReferences: ownersWhenMade({ owner: cluster, whenDeleted: cluster.spec.storage.whenDeleted }),
  };
  return changeCertificates(change, {
    kube,
    namespace: names.namespace,
    secrets: { authority: { name: names.authoritySecret, ...made }, mounted: { name: names.certificatesSecret, ...made } },
    authorityPem: tls.authorityPem,
    providedName: cluster.spec.tls.secretName,
    commonName: memberCommonName(names),
    signal,
  });
}
