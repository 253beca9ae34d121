import type { NetworkPeer } from '@dataservices/resources';

/** What the person who runs the operator decides, as opposed to the writer of a KafkaCluster. */
export type Settings = {
  /** The cluster's DNS domain. */
  readonly clusterDomain: string;
  /** Put before every default image, for private registries; ends without a slash. */
  readonly registryPrefix?: string | undefined;
  /** Names of Secrets with credentials of registries, for clusters that name none. */
  readonly imagePullSecrets?: readonly string[] | undefined;
  /** From where the operator connects to pods; undefined where it does not know. */
  readonly operatorPeers?: readonly NetworkPeer[] | undefined;
};

export const fieldManager = 'dataservices-kafka';
