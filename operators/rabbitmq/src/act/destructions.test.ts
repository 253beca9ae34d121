import { createRefusals } from '@dataservices/reconcile';
import { testDestructions } from '@dataservices/testing';
import { act } from '../act.ts';
import type { RabbitmqAction } from '../action.ts';
import { formed, node, observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { scriptedRabbitmq } from '../testing/scripted-rabbitmq.ts';
import { destructions } from './destructions.ts';

const cluster = rabbitmqCluster({}, { ...formed, users: [{ name: 'shop' }] });
const pod = 'cart-rabbitmq-0';
const move = { vhost: '/', standIn: 'orders.moves', sinceMs: 0 };

testDestructions<RabbitmqAction>({
  owner: cluster,
  destructions,
  acts: [
    { kind: 'delete-user', pod, user: 'shop' },
    { kind: 'remove-replica', pod, vhost: '/', queue: 'orders', node: node(1) },
    { kind: 'swap-queues', pod, ...move, outs: [0] },
    { kind: 'end-move', pod, vhost: '/', standIn: 'orders.moves', shovels: [], isLast: true },
  ],
  carryOut: (step, given) => {
    const { rabbitmq } = scriptedRabbitmq();
    const seen = observed({ cluster, servers: [sees('0')] });
    const tools = { caches: {} as never, refusals: createRefusals(), signal: new AbortController().signal };
    return act({ ...given, ...tools, rabbitmq, observed: seen, plan: { applies: [], step } });
  },
});
