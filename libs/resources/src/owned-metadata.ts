import { type Component, type ObjectMeta, objectLabels, type StoredObject } from '@dataservices/plan';

export type OwnedMetadataInput = {
  /** The custom resource that the object is made for, and goes with. */
  readonly owner: StoredObject;
  readonly name: string;
  readonly component: Component;
  readonly labels?: Readonly<Record<string, string>> | undefined;
  readonly annotations?: Readonly<Record<string, string>> | undefined;
};

/** Metadata of an object that one custom resource controls. */
export function ownedMetadata({ owner, name, component, labels, annotations }: OwnedMetadataInput): ObjectMeta {
  const { namespace, name: ownerName, uid } = owner.metadata;
  return {
    name,
    ...(namespace !== undefined && { namespace }),
    labels: { ...labels, ...objectLabels(component) },
    ...(annotations !== undefined && Object.keys(annotations).length > 0 && { annotations }),
    ownerReferences: [{ apiVersion: owner.apiVersion, kind: owner.kind, name: ownerName, uid, controller: true, blockOwnerDeletion: true }],
  };
}
