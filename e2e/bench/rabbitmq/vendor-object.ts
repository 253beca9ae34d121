import type { Resource } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { images } from '../../images/src/recipes.ts';
import type { RabbitmqRef } from '../../src/rabbitmq-object.ts';
import { storageSize } from './measured-cluster.ts';

/** The RabbitmqCluster of RabbitMQ's vendor. */
export const clusterOperatorKind = { apiVersion: 'rabbitmq.com/v1beta1', kind: 'RabbitmqCluster' } as const;
export const vendorClusters: Resource = {
  group: 'rabbitmq.com',
  version: 'v1beta1',
  kind: 'RabbitmqCluster',
  plural: 'rabbitmqclusters',
  isNamespaced: true,
};

/** What the operator of this project sets: a fifth of the volume, and leaders spread over all nodes. */
const additionalConfig = ['disk_free_limit.absolute = 214748364', 'queue_leader_locator = balanced'].join('\n');

/**
 * With the image and the storage of the other one, and as little asked of the machine. All else is the vendor's default, such as the 30 s for which
 * each new pod waits before its server starts (`delayStartSeconds`).
 */
export function vendorObject({ namespace, name }: RabbitmqRef, replicas: number): KubeObject {
  const object = {
    ...clusterOperatorKind,
    metadata: { namespace, name },
    spec: {
      replicas,
      image: images.rabbitmq.reference,
      resources: {},
      persistence: { storage: storageSize },
      rabbitmq: { additionalConfig },
    },
  };
  return object;
}

/** As far as it is looked at. */
export type VendorCluster = StoredObject & {
  readonly status?: {
    readonly observedGeneration?: number;
    readonly conditions?: readonly { readonly type: string; readonly status: string }[];
  };
};

export type VendorSet = StoredObject & {
  readonly spec: { readonly replicas: number };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly currentRevision?: string;
    readonly updateRevision?: string;
  };
};

/** There from the beginning of a change until queues have been given new leaders. */
const rebalanceAnnotation = 'rabbitmq.com/queueRebalanceNeededAt';

/** Every pod is ready and of the newest revision, the operator has seen it, and leaders are where it wants them. */
export function isVendorWhole({ metadata, status }: VendorCluster, set: VendorSet | undefined): boolean {
  const holds = (type: string) => status?.conditions?.some((condition) => condition.type === type && condition.status === 'True') === true;
  const isRolled =
    set?.status !== undefined &&
    set.status.observedGeneration === set.metadata.generation &&
    set.status.currentRevision === set.status.updateRevision &&
    set.status.readyReplicas === set.spec.replicas;
  const isSettled = status?.observedGeneration === metadata.generation && holds('AllReplicasReady') && holds('ReconcileSuccess');
  return isRolled && isSettled && metadata.annotations?.[rebalanceAnnotation] === undefined;
}
