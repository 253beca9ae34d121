import { isIPv4 } from 'node:net';
import type { Api } from '../../api-request.ts';
import type { Place } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import type { NodeLayout } from '../layout.ts';
import { readFaultRules, setFaultRules } from './fault-chains.ts';

/** Drops what passes between the two groups, on every one of these nodes: a packet passes at least the node of one of its ends. */
export async function partitionFrom(
  api: Api,
  nodes: readonly NodeLayout[],
  some: readonly Place[],
  others: readonly Place[],
): Promise<void> {
  const [from, to] = await Promise.all([addressesOf(api, nodes, some), addressesOf(api, nodes, others)]);
  await changeRules(nodes, (rules) => [...new Set([...rules, ...dropRules(from, to)])]);
}

export async function healPartitionFrom(nodes: readonly NodeLayout[]): Promise<void> {
  await changeRules(nodes, () => []);
}

/** Ends, on other nodes, what was said about a node that starts anew and about its pods, whose addresses go to others. */
export async function healPartitionOf(node: NodeLayout, others: readonly NodeLayout[]): Promise<void> {
  await changeRules(others, (rules) => rules.filter((rule) => !concerns(rule, node)));
}

async function changeRules(nodes: readonly NodeLayout[], change: (rules: readonly string[]) => readonly string[]): Promise<void> {
  await Promise.all(nodes.map(async (node) => setFaultRules(node, { 'FAULT-CUT': change(await readFaultRules(node, 'FAULT-CUT')) })));
}

/** @param from, to addresses or networks */
export function dropRules(from: readonly string[], to: readonly string[]): readonly string[] {
  const pairs = from.flatMap((one) => to.flatMap((other) => [[one, other] as const, [other, one] as const]));
  return pairs.map(([source, target]) => `-s ${source} -d ${target} -j DROP`);
}

/** Whether a rule speaks of the node or of an address among its pods'. */
export function concerns(rule: string, { address, podCidr }: Pick<NodeLayout, 'address' | 'podCidr'>): boolean {
  const pods = podCidr.slice(0, podCidr.lastIndexOf('.') + 1);
  return rule.split(' ').some((word) => word === `${address}/32` || word.startsWith(pods));
}

/** @throws ClusterError `UnknownPlace` */
export async function addressesOf(api: Api, nodes: readonly NodeLayout[], places: readonly Place[]): Promise<readonly string[]> {
  if (places.length === 0) throw new ClusterError('UnknownPlace', 'a group is empty: name at least one node, pod or address in each');
  return (await Promise.all(places.map((place) => addressesOfPlace(api, nodes, place)))).flat();
}

async function addressesOfPlace(api: Api, nodes: readonly NodeLayout[], place: Place): Promise<readonly string[]> {
  const node = nodes.find(({ name }) => name === place);
  if (node !== undefined) return [`${node.address}/32`, node.podCidr];
  const [first = '', second, ...rest] = place.split('/');
  if (isIPv4(first)) return [second === undefined ? `${first}/32` : place];
  if (second === undefined || rest.length > 0) {
    const known = nodes.map(({ name }) => name).join(', ');
    throw new ClusterError(
      'UnknownPlace',
      `"${place}" is no place: give a running node (${known}), a pod as namespace/name, or an address`,
    );
  }
  return [`${await podAddress(api, first, second)}/32`];
}

async function podAddress(api: Api, namespace: string, name: string): Promise<string> {
  const { status } = (await api.send('GET', `/api/v1/namespaces/${namespace}/pods/${name}`)) as {
    readonly status?: { readonly podIP?: string };
  };
  if (status?.podIP === undefined)
    throw new ClusterError('UnknownPlace', `the pod ${namespace}/${name} has no address yet: wait until it runs`);
  return status.podIP;
}
