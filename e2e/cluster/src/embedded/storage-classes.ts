import type { Api } from '../api-request.ts';

/**
 * `standard` gives folders: nothing is faster, and nothing limits them. `growable` gives each volume a file system of its own, which
 * is full when it is full, grows when its claim asks for more, and can be broken; it is never smaller than 320 MiB.
 */
export async function createStorageClasses(api: Api): Promise<void> {
  await Promise.all([
    createStorageClass(api, { metadata: { name: 'standard', annotations: { 'storageclass.kubernetes.io/is-default-class': 'true' } } }),
    createStorageClass(api, { metadata: { name: 'growable' }, parameters: { backing: 'file' }, allowVolumeExpansion: true }),
  ]);
}

async function createStorageClass(api: Api, own: Readonly<Record<string, unknown>>): Promise<void> {
  await api.send('POST', '/apis/storage.k8s.io/v1/storageclasses', {
    apiVersion: 'storage.k8s.io/v1',
    kind: 'StorageClass',
    provisioner: 'dataservices.dev/node-local',
    volumeBindingMode: 'WaitForFirstConsumer',
    reclaimPolicy: 'Delete',
    ...own,
  });
}
