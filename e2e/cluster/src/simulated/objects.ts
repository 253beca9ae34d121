const zones = 3;

/** A node that is ready for good, with room for any number of pods. */
export function nodeObject(number: number): object {
  const name = `node${number}`;
  const capacity = { cpu: '10000', memory: '100Ti', pods: '100000' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'topology.kubernetes.io/zone': `zone${((number - 1) % zones) + 1}`,
      },
    },
    status: { capacity, allocatable: capacity },
  };
}

/** The same name and way of binding as on the local cluster with real nodes. */
export const storageClass = {
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } },
  provisioner: 'dataservices.dev/node-local',
  volumeBindingMode: 'WaitForFirstConsumer',
  reclaimPolicy: 'Delete',
};

/** Shows that scheduler and kwok are at work. */
export const firstPod = {
  apiVersion: 'v1',
  kind: 'Pod',
  metadata: { name: 'first', namespace: 'default' },
  spec: { containers: [{ name: 'first', image: 'none' }] },
};
