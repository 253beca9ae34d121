import type { StoredObject } from '@dataservices/plan';
import type { V1StorageClass } from '@kubernetes/client-node';

export type StorageClass = StoredObject & Pick<V1StorageClass, 'allowVolumeExpansion'>;

/** A storage class, as far as decisions depend on it. */
export type StorageClassView = { readonly name: string; readonly canGrow: boolean };

export function storageClassView({ metadata, allowVolumeExpansion }: StorageClass): StorageClassView {
  return { name: metadata.name, canGrow: allowVolumeExpansion === true };
}
