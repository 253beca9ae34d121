import { majority } from '@dataservices/plan';
import type { NodeView, QueueView } from '../client/port.ts';
import { node, quorumQueue, unreachable } from './observed-builder.ts';

/** A quorum queue: on which nodes it has members, by ordinal. */
export type Queue = { readonly name: string; readonly members: readonly number[] };

/** RabbitMQ, as far as decisions depend on it; nodes by ordinal. */
export type Simulated = {
  readonly nodes: readonly number[];
  readonly queues: readonly Queue[];
  readonly foundings: number;
};

export const noCluster: Simulated = { nodes: [], queues: [], foundings: 0 };

/** Founded with one node, and two queues on it that clients declared at once: nothing else gives them other members. */
export function found(cluster: Simulated, founder: number): Simulated {
  const queues = ['orders', 'mails'].map((name) => ({ name, members: [founder] }));
  return { nodes: [founder], queues, foundings: cluster.foundings + 1 };
}

export function hasMajority(nodes: readonly number[], running: readonly number[]): boolean {
  return nodes.filter((one) => running.includes(one)).length >= majority(nodes.length);
}

/** Adding and forgetting nodes is written to RabbitMQ's own store, which needs a majority. */
export function joined(cluster: Simulated, running: readonly number[], joiner: number): Simulated | undefined {
  const others = running.filter((one) => one !== joiner);
  if (!hasMajority(cluster.nodes, others)) return undefined;
  return cluster.nodes.includes(joiner) ? cluster : { ...cluster, nodes: [...cluster.nodes, joiner].sort((a, b) => a - b) };
}

export function forgotten(cluster: Simulated, running: readonly number[], gone: number): Simulated | undefined {
  if (running.includes(gone) || !hasMajority(cluster.nodes, running)) return undefined;
  return { ...shrunk(cluster, running, gone), nodes: cluster.nodes.filter((one) => one !== gone) };
}

/** It leaves while it runs, and counts for the majority until it has. */
export function left(cluster: Simulated, running: readonly number[], leaver: number): Simulated | undefined {
  if (!running.includes(leaver) || !hasMajority(cluster.nodes, running)) return undefined;
  return { ...cluster, nodes: cluster.nodes.filter((one) => one !== leaver) };
}

/** A queue without a majority, and one that has no other member, keep the member. */
export function shrunk(cluster: Simulated, running: readonly number[], gone: number): Simulated {
  const without = (queue: Queue): Queue => {
    const members = queue.members.filter((one) => one !== gone);
    return members.length === 0 || !hasMajority(queue.members, running) ? queue : { ...queue, members };
  };
  return { ...cluster, queues: cluster.queues.map(without) };
}

export function grown(cluster: Simulated, running: readonly number[], name: string, added: number): Simulated {
  const grow = (queue: Queue): Queue => {
    const isPossible = queue.name === name && hasMajority(queue.members, running) && !queue.members.includes(added);
    return isPossible ? { ...queue, members: [...queue.members, added] } : queue;
  };
  return { ...cluster, queues: cluster.queues.map(grow) };
}

export function viewOf({ nodes, queues }: Simulated, running: readonly number[], ordinal: number): NodeView {
  if (!running.includes(ordinal) || !nodes.includes(ordinal)) return unreachable;
  const remaining = running.filter((one) => one !== ordinal);
  const critical = queues.filter(({ members }) => members.includes(ordinal) && !hasMajority(members, remaining)).map(({ name }) => name);
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
    return quorumQueue(name, members.join(''), { online });
  });
}
