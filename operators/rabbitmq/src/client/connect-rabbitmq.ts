import type { X509Certificate } from 'node:crypto';
import { loadedCertificates } from '@dataservices/certificates';
import type { Patience } from '@dataservices/reconcile';
import { ports } from '../names.ts';
import { type Credentials, callerWith } from './call.ts';
import { listCaughtUp } from './caught-up.ts';
import { closeConnection, listConnections } from './connections.ts';
import { enableFlag, listDisabledFlags } from './feature-flags.ts';
import { failedView, readNode } from './observe-node.ts';
import type { RabbitmqPort, Target } from './port.ts';
import { listMoveShovels, queueMoves } from './queue-moves.ts';
import { listQueues } from './queues.ts';
import { addReplica, removeReplica } from './replicas.ts';
import { deleteUser, listUsers, writeUser } from './users.ts';

const timeoutMs = 5_000;

/** RabbitMQ over the network, by the management API of each node. */
export function connectRabbitmq(credentials: Credentials, patience: Patience): RabbitmqPort {
  const call = callerWith(credentials, timeoutMs);
  const moves = queueMoves(call, credentials.username);
  return {
    async observeNode(target: Target) {
      try {
        return await patience.watch(target, async (patientMs) => {
          const { tls } = credentials;
          const look = async (presented: X509Certificate) =>
            tls && loadedCertificates({ ...target, port: ports.nodes }, presented, tls, patientMs);
          return readNode(callerWith(credentials, patientMs), target, look);
        });
      } catch (error) {
        return failedView(error);
      }
    },
    listQueues: (target) => listQueues(call, target),
    listCaughtUp: (target, queue) => listCaughtUp(call, target, queue),
    listConnections: (target) => listConnections(call, target),
    closeConnection: (target, name, reason) => closeConnection(call, target, name, reason),
    listDisabledFlags: (target) => listDisabledFlags(call, target),
    enableFlag: (target, flag) => enableFlag(call, target, flag),
    listUsers: (target) => listUsers(call, target),
    writeUser: (target, user) => writeUser(call, target, user),
    deleteUser: (target, name) => deleteUser(call, target, name),
    listMoveShovels: (target) => listMoveShovels(call, target),
    beginMove: (target, move) => moves.beginMove(target, move),
    swapQueues: (target, move) => moves.swapQueues(target, move),
    endMove: (target, move) => moves.endMove(target, move),
    addReplica: (target, replica) => addReplica(call, target, replica),
    removeReplica: (target, replica) => removeReplica(call, target, replica),
    async rebalance(target) {
      await call(target, { method: 'POST', path: 'rebalance/queues', body: {} });
    },
  };
}
