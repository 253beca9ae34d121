import { runCommand } from '../../run-command.ts';
import { type NodeLayout, namespacePath } from '../layout.ts';

/** What passes the node's cable inwards and outwards, and everything that the node sends or hands on. */
export type FaultChain = 'FAULT-IN' | 'FAULT-OUT' | 'FAULT-CUT';

/**
 * Empty chains in a new node's namespace. All packets pass them after a Service's address was replaced by a pod's, and before
 * their sender's is replaced by a node's, so that rules can speak of pods. kube-proxy leaves this table alone.
 */
export async function createFaultChains(node: NodeLayout): Promise<void> {
  await restore(node, [
    ':FAULT-IN - [0:0]',
    ':FAULT-OUT - [0:0]',
    ':FAULT-CUT - [0:0]',
    '-A PREROUTING -i eth0 -j FAULT-IN',
    '-A POSTROUTING -j FAULT-CUT',
    '-A POSTROUTING -o eth0 -j FAULT-OUT',
  ]);
}

/** Replaces the rules of these chains, all at the same moment. @param rules without the name of their chain */
export async function setFaultRules(node: NodeLayout, rules: Readonly<Partial<Record<FaultChain, readonly string[]>>>): Promise<void> {
  // A chain that is declared is emptied.
  const lines = Object.entries(rules).flatMap(([chain, own]) => [`:${chain} - [0:0]`, ...own.map((rule) => `-A ${chain} ${rule}`)]);
  await restore(node, lines);
}

/** @returns the rules without the name of their chain */
export async function readFaultRules(node: NodeLayout, chain: FaultChain): Promise<readonly string[]> {
  const text = await runIn(node, ['iptables', '--wait', '10', '--table', 'mangle', '--list-rules', chain]);
  return text.split('\n').flatMap((line) => (line.startsWith('-A ') ? line.slice(`-A ${chain} `.length) : []));
}

async function restore(node: NodeLayout, lines: readonly string[]): Promise<void> {
  await runIn(node, ['iptables-restore', '--wait', '10', '--noflush'], ['*mangle', ...lines, 'COMMIT', ''].join('\n'));
}

function runIn(node: NodeLayout, command: readonly string[], input?: string): Promise<string> {
  return runCommand('nsenter', [`--net=${namespacePath(node.namespace)}`, ...command], { input });
}
