import type { StoredObject } from '@dataservices/plan';
import type { V1StorageClass } from '@kubernetes/client-node';

/** A storage class, as far as decisions depend on it. */
export type StorageClassView = { readonly name: string; readonly canGrow: boolean };

export function storageClassView({
  metadata,
  allowVolumeExpansion,
}: StoredObject & Pick<V1StorageClass, 'allowVolumeExpansion'>): StorageClassView {
  return { name: metadata.name, canGrow: allowVolumeExpansion === true };
}
