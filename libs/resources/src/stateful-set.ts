import type { KubeObject, ObjectMeta, OwnerReference } from '@dataservices/plan';
import type { V1PodSpec } from '@kubernetes/client-node';

export type PodTemplate = {
  readonly metadata: { readonly labels: Readonly<Record<string, string>>; readonly annotations: Readonly<Record<string, string>> };
  readonly spec: V1PodSpec;
};

export type ClaimTemplate = {
  readonly name: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly size: string;
  readonly className?: string | undefined;
  /** Who owns each claim from the beginning. */
  readonly owners: readonly OwnerReference[];
};

export type StatefulSetInput = {
  readonly metadata: ObjectMeta;
  readonly replicas: number;
  readonly serviceName: string;
  readonly selector: Readonly<Record<string, string>>;
  readonly template: PodTemplate;
  readonly claim?: ClaimTemplate | undefined;
  /** Of further volumes. */
  readonly moreClaims?: readonly ClaimTemplate[];
};

export type StatefulSet = KubeObject & {
  readonly spec: { readonly replicas: number; readonly template: PodTemplate; readonly [field: string]: unknown };
};

/**
 * Identity and storage for members, and nothing else: pods start in parallel and are replaced only by the operator (OnDelete),
 * which knows who may go. The set itself never deletes a volume, or a stop at 0 would delete them all.
 */
export function statefulSet({
  metadata,
  replicas,
  serviceName,
  selector,
  template,
  claim,
  moreClaims = [],
}: StatefulSetInput): StatefulSet {
  const claims = [...(claim === undefined ? [] : [claim]), ...moreClaims];
  return {
    apiVersion: 'apps/v1',
    kind: 'StatefulSet',
    metadata,
    spec: {
      replicas,
      serviceName,
      podManagementPolicy: 'Parallel',
      updateStrategy: { type: 'OnDelete' },
      persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
      revisionHistoryLimit: 2,
      selector: { matchLabels: selector },
      template,
      ...(claims.length > 0 && { volumeClaimTemplates: claims.map(claimTemplate) }),
    },
  };
}

function claimTemplate({ name, labels, annotations, size, className, owners }: ClaimTemplate): object {
  return {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, labels, annotations, ...(owners.length > 0 && { ownerReferences: owners }) },
    spec: {
      accessModes: ['ReadWriteOnce'],
      ...(className !== undefined && { storageClassName: className }),
      resources: { requests: { storage: size } },
      volumeMode: 'Filesystem',
    },
  };
}
