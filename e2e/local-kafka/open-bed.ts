import { setTimeout as delay } from 'node:timers/promises';
import { compareVersions } from '@dataservices/plan';
import { connectKafka } from '../../operators/kafka/src/client/connect-kafka.ts';
import type { Target } from '../../operators/kafka/src/client/port.ts';
import type { KafkaBed } from '../../operators/kafka/src/testing/kafka-bed.ts';
import { type LocalKafka, startLocalKafka } from './local-kafka.ts';
import type { LocalNode } from './node-config.ts';

export type RealBed = KafkaBed & { readonly kafka: LocalKafka };

export const superPassword = 'not-a-secret-outside-of-this-machine';

/** Three real nodes of a version, and the operator's client for them. */
export async function openBed(version: string): Promise<RealBed> {
  const kafka = await startLocalKafka({ version, password: superPassword });
  const [first, second, third] = kafka.nodes.map((node) => targetOf(node, node.port));
  if (first === undefined || second === undefined || third === undefined) throw new Error('there are not three nodes');
  const admin = connectKafka({ brokers: [first, second, third], timeoutMs: 10_000 });
  return {
    kafka,
    admin,
    brokers: [first, second, third],
    addressOf: (id) => ({
      listener: 'CONTROLLER',
      host: '127.0.0.1',
      port: kafka.nodes.find((node) => node.id === id)?.controllerPort ?? 0,
    }),
    stopBroker: (id) => kafka.kill(id),
    startBroker: kafka.start,
    ...(mayEndLeader(version) && { startEnded: kafka.startEnded }),
    pass: () => delay(100),
    async remove() {
      await admin.close();
      await kafka.remove();
    },
  };
}

/**
 * Kafka before 4.2 sends a heartbeat to every voter each second, and takes the answer of one that has been removed meanwhile for a fault that ends the
 * process (`Unexpected acknowledgement from non-voter`): seldom, and more often on a busy machine, the active controller goes. Later ones send it only to
 * voters that have not asked for records lately.
 */
function mayEndLeader(version: string): boolean {
  return compareVersions(version, '4.2') < 0;
}

export function targetOf({ id }: LocalNode, port: number): Target {
  return { nodeId: id, pod: `kafka-${id}`, ip: '127.0.0.1', port };
}
