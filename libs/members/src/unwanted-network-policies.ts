import type { StoredObject } from '@dataservices/plan';

export type UnwantedPoliciesInput = {
  readonly cluster: StoredObject & { readonly spec: { readonly networkPolicy: { readonly mode: 'Enabled' | 'Disabled' } } };
  /** What is there of the objects that the operator owns, by `kind/name`. */
  readonly objects: ReadonlyMap<string, StoredObject>;
};

/**
 * NetworkPolicies that a cluster made and asks for no longer.
 *
 * Prevents: a policy of somebody else that goes for its name; and pods that lie open because an operator that can make no policies finds
 * those of another.
 */
export function unwantedNetworkPolicies({ cluster, objects }: UnwantedPoliciesInput): readonly StoredObject[] {
  if (cluster.spec.networkPolicy.mode === 'Enabled') return [];
  const isOwn = ({ metadata }: StoredObject) => metadata.ownerReferences?.some(({ uid }) => uid === cluster.metadata.uid) === true;
  return [...objects.values()].filter((object) => object.kind === 'NetworkPolicy' && isOwn(object));
}
