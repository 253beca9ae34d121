import { binary } from '../../binaries.ts';
import type { Slowness } from '../../cluster.ts';
import { ClusterError } from '../../cluster-error.ts';
import { logTail } from '../../log-tail.ts';
import { runCommand } from '../../run-command.ts';
import { waitUntil } from '../../wait-until.ts';
import { logPath, startDaemon } from '../daemon.ts';
import { type Layout, type NodeLayout, namespacePath } from '../layout.ts';
import { findProcess, forgetProcess } from '../ledger.ts';
import { killProcesses } from '../process-table.ts';
import { setFaultRules } from './fault-chains.ts';

const queues = { outwards: 10, inwards: 11 };

/** Makes the node's cable bad. Its packets go through a program: not every kernel has netem. */
export async function slowNode(layout: Layout, node: NodeLayout, slowness: Slowness): Promise<void> {
  const args = slowLinkArguments(slowness);
  await healSlowNode(layout, node);
  const name = slowLinkOf(node);
  startDaemon(layout, { name, networkNamespace: node.namespace, command: binary('slow-link'), args });
  await waitUntil(() => hasQueues(node), {
    what: `the queues of ${node.name}`,
    timeoutMs: 10_000,
    explain: () => logTail(logPath(layout, name)),
  });
  // Bypass: should the program die, the cable is good again rather than dead.
  const toQueue = (number: number) => [`-j NFQUEUE --queue-num ${number} --queue-bypass`];
  await setFaultRules(node, { 'FAULT-OUT': toQueue(queues.outwards), 'FAULT-IN': toQueue(queues.inwards) });
}

/** May be repeated. What is on its way at this moment is lost. */
export async function healSlowNode(layout: Layout, node: NodeLayout): Promise<void> {
  await setFaultRules(node, { 'FAULT-OUT': [], 'FAULT-IN': [] });
  const program = findProcess(layout, slowLinkOf(node));
  if (program === undefined) return;
  await killProcesses([program]);
  forgetProcess(layout, program.name);
}

/** Name of the program that slows the node. */
export function slowLinkOf(node: NodeLayout): string {
  return `${node.name}-slow-link`;
}

/** @throws ClusterError `UnclearFault` when nothing would be slow, or a figure is not possible */
export function slowLinkArguments({ delayMs = 0, lossPercent = 0, rateMbit = 0 }: Slowness): readonly string[] {
  const arePossible = [delayMs, lossPercent, rateMbit].every((figure) => Number.isFinite(figure) && figure >= 0) && lossPercent <= 100;
  if (!arePossible)
    throw new ClusterError('UnclearFault', 'delay, loss and rate must be positive numbers, and the loss at most 100 percent');
  if (delayMs + lossPercent + rateMbit === 0) {
    throw new ClusterError('UnclearFault', 'nothing would be slow: give a delay, a loss or a rate');
  }
  return ['--queue', `${queues.outwards}`, '--delay', `${delayMs}ms`, '--loss', `${lossPercent / 100}`, '--rate', `${rateMbit * 1e6}`];
}

async function hasQueues(node: NodeLayout): Promise<boolean> {
  const text = await runCommand('nsenter', [`--net=${namespacePath(node.namespace)}`, 'cat', '/proc/net/netfilter/nfnetlink_queue']);
  const numbers = text.split('\n').map((line) => Number(line.trim().split(/\s+/)[0]));
  return Object.values(queues).every((queue) => numbers.includes(queue));
}
