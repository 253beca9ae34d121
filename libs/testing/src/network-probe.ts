import { BlockList } from 'node:net';
import type { KubeObject } from '@dataservices/plan';

type Labels = Readonly<Record<string, string>>;
type Expression = { readonly key: string; readonly operator: string; readonly values?: readonly string[] };
type Selector = { readonly matchLabels?: Labels; readonly matchExpressions?: readonly Expression[] };
type IpBlock = { readonly cidr: string; readonly except?: readonly string[] };
type Peer = { readonly ipBlock?: IpBlock; readonly namespaceSelector?: Selector; readonly podSelector?: Selector };
type Rule = {
  readonly from?: readonly Peer[];
  readonly ports?: readonly { readonly port?: number | string; readonly endPort?: number; readonly protocol?: string }[];
};
type Policy = KubeObject & { readonly spec: { readonly podSelector: Selector; readonly ingress?: readonly Rule[] } };

export type ProbedPod = { readonly namespace: string; readonly labels: Labels };
/** A pod, or an address that is none's. */
export type ProbeSource = ProbedPod | { readonly address: string };

export type Probe = { readonly from: ProbeSource; readonly to: ProbedPod; readonly port: number | string };

/**
 * Whether NetworkPolicies let a connection in, by what Kubernetes' API says of them: who is selected by none is open to all, and else one rule
 * that lets it in is enough. Where a field of a rule is left out, or its list is empty, it is about everybody, or all ports.
 */
export function letsIn(objects: readonly KubeObject[], { from, to, port }: Probe): boolean {
  const policies = objects.filter(
    (object): object is Policy =>
      object.kind === 'NetworkPolicy' &&
      object.metadata.namespace === to.namespace &&
      matches((object as Policy).spec.podSelector, to.labels),
  );
  const rules = policies.flatMap(({ spec }) => spec.ingress ?? []);
  return policies.length === 0 || rules.some((rule) => isFrom(rule, from, to) && isOn(rule, port));
}

function isFrom({ from: peers = [] }: Rule, source: ProbeSource, to: ProbedPod): boolean {
  return peers.length === 0 || peers.some((peer) => isPeer(peer, source, to));
}

function isPeer({ ipBlock, namespaceSelector, podSelector }: Peer, source: ProbeSource, to: ProbedPod): boolean {
  if ('address' in source) return ipBlock !== undefined && isWithin(ipBlock, source.address);
  if (ipBlock !== undefined) return false;
  const isNamespace =
    namespaceSelector === undefined
      ? source.namespace === to.namespace
      : matches(namespaceSelector, { 'kubernetes.io/metadata.name': source.namespace });
  return isNamespace && matches(podSelector ?? {}, source.labels);
}

function isOn({ ports = [] }: Rule, port: number | string): boolean {
  return (
    ports.length === 0 ||
    ports.some(({ port: first, endPort = first, protocol = 'TCP' }) => {
      if (protocol !== 'TCP') return false;
      return first === undefined || first === port || (Number(port) >= Number(first) && Number(port) <= Number(endPort));
    })
  );
}

function matches({ matchLabels = {}, matchExpressions = [] }: Selector, labels: Labels): boolean {
  return Object.entries(matchLabels).every(([key, value]) => labels[key] === value) && matchExpressions.every((one) => holds(one, labels));
}

function holds({ key, operator, values = [] }: Expression, labels: Labels): boolean {
  const value = labels[key];
  switch (operator) {
    case 'Exists':
      return value !== undefined;
    case 'DoesNotExist':
      return value === undefined;
    case 'In':
      return value !== undefined && values.includes(value);
    default:
      return value === undefined || !values.includes(value);
  }
}

function isWithin({ cidr, except = [] }: IpBlock, address: string): boolean {
  return isInRange(cidr, address) && !except.some((range) => isInRange(range, address));
}

function isInRange(range: string, address: string): boolean {
  const [network = '', prefix] = range.split('/');
  if (familyOf(network) !== familyOf(address)) return false;
  const list = new BlockList();
  list.addSubnet(network, Number(prefix), familyOf(network));
  return list.check(address, familyOf(address));
}

function familyOf(address: string): 'ipv4' | 'ipv6' {
  return address.includes(':') ? 'ipv6' : 'ipv4';
}
