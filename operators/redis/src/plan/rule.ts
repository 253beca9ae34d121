import { type Rule, type Step, waitedMs as waitedMsOf } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';

export type RedisRule = Rule<Observed, RedisAction>;
export type RedisStep = Step<RedisAction>;

/** How long the operator has been reporting `rule` as its operation, in milliseconds; 0 where it was doing something else. */
export function waitedMs({ cluster, now }: Observed, rule: string): number {
  return waitedMsOf(cluster.status.operation, rule, now);
}
