import type { NodeView, QueueView } from '../client/port.ts';
import { node, quorumQueue, unreachable } from './observed-builder.ts';
import { canElect, copiedOn, hasMajority, type Queue, wholeCopies, withEmptyMember, withMember, withoutMember } from './simulated-queue.ts';

/** RabbitMQ, as far as decisions depend on it; nodes by ordinal. */
export type Simulated = {
  readonly nodes: readonly number[];
  readonly queues: readonly Queue[];
  readonly foundings: number;
};

export const noCluster: Simulated = { nodes: [], queues: [], foundings: 0 };

/** Founded with one node, and two queues on it that clients declared at once: nothing else gives them other members. */
export function found(cluster: Simulated, founder: number): Simulated {
  const queues = ['orders', 'mails'].map((name) => ({ name, members: [founder], copying: {} }));
  return { nodes: [founder], queues, foundings: cluster.foundings + 1 };
}

/** Adding and forgetting nodes is written to RabbitMQ's own store, which needs a majority. One that is known by name has lost its volume. */
export function joined(cluster: Simulated, running: readonly number[], joiner: number): Simulated | undefined {
  const others = running.filter((one) => one !== joiner);
  if (!hasMajority(cluster.nodes, others)) return undefined;
  if (cluster.nodes.includes(joiner)) return { ...cluster, queues: cluster.queues.map((queue) => withEmptyMember(queue, joiner)) };
  return { ...cluster, nodes: [...cluster.nodes, joiner].sort((a, b) => a - b) };
}

export function forgotten(cluster: Simulated, running: readonly number[], gone: number): Simulated | undefined {
  if (running.includes(gone) || !hasMajority(cluster.nodes, running)) return undefined;
  const queues = cluster.queues.map((queue) => withoutMember(queue, running, gone));
  return { ...cluster, queues, nodes: cluster.nodes.filter((one) => one !== gone) };
}

/** It leaves while it runs, and counts for the majority until it has. */
export function left(cluster: Simulated, running: readonly number[], leaver: number): Simulated | undefined {
  if (!running.includes(leaver) || !hasMajority(cluster.nodes, running)) return undefined;
  return { ...cluster, nodes: cluster.nodes.filter((one) => one !== leaver) };
}

export function grown(cluster: Simulated, running: readonly number[], name: string, added: number): Simulated {
  return { ...cluster, queues: cluster.queues.map((queue) => (queue.name === name ? withMember(queue, running, added) : queue)) };
}

export function shrunk(cluster: Simulated, running: readonly number[], name: string, gone: number): Simulated {
  return { ...cluster, queues: cluster.queues.map((queue) => (queue.name === name ? withoutMember(queue, running, gone) : queue)) };
}

/** So many looks later. */
export function copied(cluster: Simulated, running: readonly number[], later = 1): Simulated {
  return { ...cluster, queues: cluster.queues.map((queue) => copiedOn(queue, running, later)) };
}

export function viewOf({ nodes, queues }: Simulated, running: readonly number[], ordinal: number): NodeView {
  if (!running.includes(ordinal) || !nodes.includes(ordinal)) return unreachable;
  const remaining = running.filter((one) => one !== ordinal);
  const critical = queues.filter((queue) => queue.members.includes(ordinal) && !canElect(queue, remaining)).map(({ name }) => name);
  return {
    state: 'serving',
    version: '4.3.6',
    peers: nodes.map((one) => ({ node: node(one), isRunning: running.includes(one) })),
    isInService: true,
    criticalFor: hasMajority(nodes, remaining) ? critical : [...critical, 'rabbitmq_metadata'],
    alarms: [],
    plugins: undefined,
  };
}

export function queueViews({ queues }: Simulated, running: readonly number[]): readonly QueueView[] {
  return queues.map(({ name, members }) => {
    const online = members.filter((one) => running.includes(one)).map(node);
    return quorumQueue(name, members.join(''), { online, caughtUp: undefined });
  });
}

/** Nodes of the members that have caught up, as far as they run; none while nobody leads. */
export function caughtUpIn({ queues }: Simulated, running: readonly number[], name: string): readonly string[] {
  const queue = queues.find((one) => one.name === name);
  if (queue === undefined || !canElect(queue, running)) return [];
  return wholeCopies(queue)
    .filter((one) => running.includes(one))
    .map(node);
}
