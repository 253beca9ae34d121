import { testDestructions } from '@dataservices/testing';
import { act } from '../act.ts';
import type { ZookeeperAction } from '../action.ts';
import type { ZookeeperPort } from '../client/port.ts';
import { leading, observed, unreachable, zookeeperCluster } from '../testing/observed-builder.ts';
import { destructions } from './destructions.ts';

const cluster = zookeeperCluster();

const zookeeper: ZookeeperPort = {
  observeServer: async () => unreachable,
  reconfig: async () => 'done',
  observeAccess: async () => new Map(),
  keepChroot: async () => {},
  commitWrite: async () => {},
};

testDestructions<ZookeeperAction>({
  owner: cluster,
  destructions,
  acts: [
    {
      kind: 'reconfig',
      pod: 'cart-zookeeper-0',
      change: { joining: [], leaving: [4], clientAddress: '0.0.0.0:2181', fromVersion: '100000000' },
    },
  ],
  carryOut: (step, given) => {
    const seen = observed({ cluster, servers: [leading('123')] });
    const tools = { caches: {} as never, signal: new AbortController().signal };
    return act({ ...given, ...tools, zookeeper, observed: seen, plan: { applies: [], step } });
  },
});
