import { podOfNode } from '../names.ts';
import { isEmpty, leavingBrokers } from './health.ts';
import type { KafkaRule } from './rule.ts';

/**
 * Precondition: a broker that is not asked for has no pod, does not serve, and nothing is on it.
 * Effect: the cluster forgets it.
 *
 * Prevents: a broker that everybody waits for, or counts on, although it is gone; and an upgrade that is held up by what it could do when it
 * registered.
 */
export const unregisterBroker: KafkaRule = (observed) => {
  const { kafka, brokers, names } = observed;
  if (kafka === undefined) return undefined;
  const hasPod = (id: number) => brokers.some(({ nodeId, pod }) => nodeId === id && pod !== undefined);
  const isFenced = (id: number) => kafka.registered.some((broker) => broker.id === id && broker.isFenced);
  const gone = leavingBrokers(observed).find((id) => !hasPod(id) && isFenced(id) && isEmpty(kafka, id));
  if (gone === undefined) return undefined;
  return {
    rule: 'UnregisterBroker',
    reason: `${podOfNode(names, gone)} has left: the cluster forgets it`,
    actions: [{ kind: 'unregister-broker', nodeId: gone }],
    requeueAfterMs: 500,
  };
};
