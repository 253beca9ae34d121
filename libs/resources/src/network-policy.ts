import type { KubeObject, ObjectMeta } from '@dataservices/plan';
import type { Port } from './service.ts';

/** As in Kubernetes' NetworkPolicy. */
export type NetworkPeer = { readonly ipBlock?: object; readonly namespaceSelector?: object; readonly podSelector?: object };

/** What `spec.networkPolicy` of every kind says. */
export type NetworkPolicySpec = {
  readonly mode: 'Enabled' | 'Disabled';
  readonly clients?: readonly NetworkPeer[];
  readonly metrics?: readonly NetworkPeer[];
};

const parties = ['members', 'operator', 'clients', 'metrics'] as const;

/** Who connects to a port: other pods of the cluster, the operator, and those whom the spec names as clients or for metrics. */
export type Party = (typeof parties)[number];

/** A port on which a pod listens, declared or not. */
export type OpenPort = {
  /** As the container declares it, if it does. */
  readonly name: string;
  /** Its number, or the name that a container gives it. */
  readonly port: number | string;
  /** The last one, where it is a range. */
  readonly endPort?: number;
  readonly from: readonly Party[];
};

/** Pods that listen on the same ports. */
export type NetworkPart = {
  readonly metadata: ObjectMeta;
  readonly selector: Readonly<Record<string, string>>;
  readonly ports: readonly OpenPort[];
};

export type NetworkPoliciesInput = {
  readonly spec: NetworkPolicySpec;
  /** From where the operator connects; undefined where it does not know. */
  readonly operatorPeers: readonly NetworkPeer[] | undefined;
  /** Labels of all pods of the cluster, and of no others. */
  readonly members: Readonly<Record<string, string>>;
  readonly parts: readonly NetworkPart[];
};

/**
 * A NetworkPolicy for each part of a cluster, which lets in those who have business there. Kubelets, and so probes, are never kept out.
 * There is none while nobody knows from where the operator connects: it would lock itself out.
 */
export function networkPolicies({ spec, operatorPeers, members, parts }: NetworkPoliciesInput): readonly KubeObject[] {
  if (spec.mode === 'Disabled' || operatorPeers === undefined) return [];
  const peers: Readonly<Record<Party, readonly NetworkPeer[]>> = {
    members: [{ podSelector: { matchLabels: members } }],
    operator: operatorPeers,
    clients: spec.clients ?? [{ podSelector: {} }],
    metrics: spec.metrics ?? [],
  };
  // With the label of the cluster: pods that the chart of somebody else names alike are left alone.
  return parts.map(({ selector, ...part }) => networkPolicy({ ...part, selector: { ...selector, ...members } }, peers));
}

/** What further ports of the clients' Service lead to, where nothing is known to listen: only an image of the user's does. */
export function portsOfExtra(extra: readonly Port[] | undefined, known: readonly OpenPort[]): readonly OpenPort[] {
  return (extra ?? [])
    .map(({ name, port, targetPort = port }): OpenPort => ({ name, port: targetPort, from: ['clients'] }))
    .filter(({ port }) => !known.some((one) => one.name === port || covers(one, Number(port))));
}

function covers({ port: first, endPort: last = Number(first) }: OpenPort, port: number): boolean {
  return port >= Number(first) && port <= last;
}

function networkPolicy({ metadata, selector, ports }: NetworkPart, peers: Readonly<Record<Party, readonly NetworkPeer[]>>): KubeObject {
  const ingress = parties
    .map((party) => ({ from: peers[party], ports: ports.filter(({ from }) => from.includes(party)).map(policyPort) }))
    // In a rule, no peers would be everybody, and no ports would be all of them.
    .filter((rule) => rule.from.length > 0 && rule.ports.length > 0);
  const spec = { podSelector: { matchLabels: selector }, policyTypes: ['Ingress'], ingress };
  return { apiVersion: 'networking.k8s.io/v1', kind: 'NetworkPolicy', metadata, ...{ spec } };
}

function policyPort({ port, endPort }: OpenPort): object {
  return { protocol: 'TCP', port, ...(endPort !== undefined && { endPort }) };
}
