import type { RabbitmqPort } from '../client/port.ts';
import { unreachable } from './observed-builder.ts';

export type ScriptedRabbitmq = { readonly rabbitmq: RabbitmqPort; readonly asked: readonly string[] };

/** A RabbitMQ that takes down what it is asked to change, and answers as a test says. */
export function scriptedRabbitmq(changes: Partial<RabbitmqPort> = {}): ScriptedRabbitmq {
  const asked: string[] = [];
  const note = (...words: readonly string[]) => void asked.push(words.join(' '));
  const rabbitmq: RabbitmqPort = {
    observeNode: async () => unreachable,
    listQueues: async () => [],
    listCaughtUp: async () => [],
    listConnections: async () => [],
    closeConnection: async (_, name) => note('closeConnection', name),
    listDisabledFlags: async () => [],
    enableFlag: async (_, flag) => note('enableFlag', flag),
    listUsers: async () => new Map(),
    writeUser: async (_, { name }) => note('writeUser', name),
    deleteUser: async (_, name) => note('deleteUser', name),
    listMoveShovels: async () => [],
    beginMove: async (_, { queue, node }) => note('beginMove', queue, node),
    swapQueues: async (_, { standIn }) => note('swapQueues', standIn),
    endMove: async (_, { standIn }) => note('endMove', standIn),
    addReplica: async (_, { queue, node }) => note('addReplica', queue, node),
    removeReplica: async (_, { queue, node }) => note('removeReplica', queue, node),
    rebalance: async () => note('rebalance'),
    ...changes,
  };
  return { rabbitmq, asked };
}
