import type { StoredObject } from '@dataservices/plan';

type Node = StoredObject & { readonly status?: { readonly addresses?: readonly { readonly address: string }[] } };

/** Where kubelets, pods in the network of their node and mostly the API server listen: the operator reaches more of these than others do. */
export function nodeAddresses(nodes: readonly StoredObject[]): readonly string[] {
  return nodes.flatMap(({ status }: Node) => (status?.addresses ?? []).map(({ address }) => address));
}
