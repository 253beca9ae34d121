import { buildCrd, type RabbitmqCluster, rabbitmqClusterKind } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { Condition } from '@dataservices/plan';
import { createLogger } from '@dataservices/reconcile';
import { testManager } from '@dataservices/reconcile/testing';
import { useOperatorBed as useBed } from '@dataservices/testing';
import type { NodeView, QueueView, RabbitmqPort, ServingView, UserWanted } from '../src/client/port.ts';
import { addRabbitmqController } from '../src/controller.ts';
import { unreachable } from '../src/testing/observed-builder.ts';

/** What every node says, and what was written to any. A test changes it. */
export type NodesSay = {
  server: NodeView;
  queues: readonly QueueView[];
  /** Of every queue. */
  caughtUp: readonly string[];
  readonly written: Map<string, UserWanted>;
};

/** The operator with nodes that say what a test has them say. */
export function useOperatorBed() {
  let say: NodesSay;

  const bed = useBed<RabbitmqCluster>({
    userAgent: 'dataservices-rabbitmq',
    crd: buildCrd(rabbitmqClusterKind),
    resource: resources.rabbitmqClusters,
    operator: (kube, namespace) => {
      say = { server: unreachable, queues: [], caughtUp: [], written: new Map() };
      const manager = testManager({ name: 'rabbitmq', kube, namespace, logger: createLogger({ level: 'error' }) });
      addRabbitmqController(manager, { clusterDomain: 'cluster.local' }, () => portOf(say));
      return manager;
    },
  });

  /** By which the first node is known. */
  function firstNode(): string {
    return `rabbit@cart-rabbitmq-0.cart-rabbitmq-nodes.${bed.namespace()}.svc.cluster.local`;
  }

  /** The only node of its cluster. */
  function sole(): ServingView {
    const node = firstNode();
    return {
      state: 'serving',
      version: '4.3.6',
      peers: [{ node, isRunning: true }],
      isInService: true,
      criticalFor: [],
      alarms: [],
      plugins: undefined,
    };
  }

  return { ...bed, say: () => say, firstNode, sole };
}

export function conditionOf({ status }: RabbitmqCluster, type: string): Condition | undefined {
  return status.conditions?.find((condition) => condition.type === type);
}

function portOf(say: NodesSay): RabbitmqPort {
  return {
    observeNode: async () => say.server,
    listQueues: async () => say.queues,
    listCaughtUp: async () => say.caughtUp,
    listConnections: async () => [],
    listMoveShovels: async () => [],
    beginMove: async () => {},
    swapQueues: async () => {},
    endMove: async () => {},
    closeConnection: async () => {},
    listDisabledFlags: async () => [],
    enableFlag: async () => {},
    listUsers: async () => new Map(say.written),
    writeUser: async (_, user) => void say.written.set(user.name, user),
    deleteUser: async (_, name) => void say.written.delete(name),
    addReplica: async () => {},
    removeReplica: async () => {},
    rebalance: async () => {},
  };
}
