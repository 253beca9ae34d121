import { existsSync } from 'node:fs';
import { runCommand } from '../run-command.ts';
import { createFaultChains } from './faults/fault-chains.ts';
import { hostAddress, type Layout, type NodeLayout, namespacePath, nodeLayout } from './layout.ts';

const bridge = 'nodes0';
// Without an address of its own a bridge takes the lowest one of its cables, and another one when that cable goes: a node's power
// cut would cut all other nodes off from DNS and the API server as well, until they ask for the address anew.
const bridgeAddress = '02:00:0a:59:00:01';

/** The namespace of the control plane, with the bridge that the nodes' cables end at. It has no link to the machine's own network. */
export async function createHostNetwork(layout: Layout): Promise<void> {
  await runCommand('ip', ['netns', 'add', layout.hostNamespace]);
  await configure(layout.hostNamespace, [
    'link set lo up',
    `link add ${bridge} address ${bridgeAddress} type bridge`,
    `addr add ${hostAddress}/24 dev ${bridge}`,
    `link set ${bridge} up`,
  ]);
  await allowForwarding(layout.hostNamespace);
}

/** The node's namespace and cable, and the routes to its pods. */
export async function createNodeNetwork(layout: Layout, node: NodeLayout, nodeCount: number): Promise<void> {
  await runCommand('ip', ['netns', 'add', node.namespace]);
  await configure(layout.hostNamespace, [
    `link add ${node.link} type veth peer name eth0 netns ${node.namespace}`,
    `link set ${node.link} master ${bridge} up`,
    `route replace ${node.podCidr} via ${node.address}`,
  ]);
  const others = Array.from({ length: nodeCount }, (_, index) => nodeLayout(layout, index + 1)).filter(
    ({ number }) => number !== node.number,
  );
  await configure(node.namespace, [
    'link set lo up',
    'link set eth0 up',
    `addr add ${node.address}/24 dev eth0`,
    `route add default via ${hostAddress}`,
    ...others.map((other) => `route add ${other.podCidr} via ${other.address}`),
  ]);
  await Promise.all([allowForwarding(node.namespace), createFaultChains(node)]);
}

/** The cable goes first and at once; the kernel takes a namespace away only some time later. */
export async function deleteNodeNetwork(layout: Layout, node: NodeLayout): Promise<void> {
  if (existsSync(namespacePath(layout.hostNamespace))) await configure(layout.hostNamespace, [`link del ${node.link}`]).catch(() => {});
  await deleteNamespace(node.namespace);
}

export async function deleteNamespace(namespace: string): Promise<void> {
  if (existsSync(namespacePath(namespace))) await runCommand('ip', ['netns', 'del', namespace]);
}

export async function setLink(layout: Layout, node: NodeLayout, state: 'up' | 'down'): Promise<void> {
  await configure(layout.hostNamespace, [`link set ${node.link} ${state}`]);
}

async function configure(namespace: string, lines: readonly string[]): Promise<void> {
  await runCommand('ip', ['-n', namespace, '-batch', '-'], { input: `${lines.join('\n')}\n` });
}

async function allowForwarding(namespace: string): Promise<void> {
  await runCommand('nsenter', [`--net=${namespacePath(namespace)}`, 'sh', '-c', 'echo 1 > /proc/sys/net/ipv4/ip_forward']);
}
