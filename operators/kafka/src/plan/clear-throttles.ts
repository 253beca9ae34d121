import type { Observed } from '../observed.ts';
import type { KafkaRule } from './rule.ts';
import { leftThrottles } from './throttle.ts';

/**
 * Precondition: nothing moves, and a limit that was set for moves is still there.
 * Effect: it is taken back.
 *
 * Prevents: a replica that catches up after a restart at the pace of a move that ended long ago.
 */
export const clearThrottles: KafkaRule = ({ kafka }: Observed) => {
  if (kafka === undefined || kafka.reassignments.length > 0) return undefined;
  const changes = leftThrottles(kafka);
  if (changes.length === 0) return undefined;
  return { rule: 'ClearThrottles', reason: 'nothing moves any more: the limits go', actions: [{ kind: 'alter-settings', changes }] };
};
