import type { RedisClusterStatus } from '@dataservices/api';
import type { RedisAction } from '../action.ts';
import type { LobbyView } from '../client/port.ts';
import type { Observed } from '../observed.ts';
import { plan } from '../plan/plan.ts';
import { host, lobby, monitoring, nowMs, redisCluster, serving } from './observed-builder.ts';

/** A state of the world, and what is decided in it: the rule, and its actions in short. */
export type Situation = {
  readonly name: string;
  readonly given: Observed;
  readonly rule: string | undefined;
  readonly actions: readonly string[];
};

export function decisionOf(given: Observed): Pick<Situation, 'rule' | 'actions'> {
  const { step } = plan(given);
  return { rule: step?.rule, actions: (step?.actions ?? []).map(inShort) };
}

function inShort(action: RedisAction): string {
  if (action.kind === 'close-journal') return action.kind;
  if (action.kind === 'change-certificates') return `${action.kind} ${action.change.kind}`;
  if (action.kind === 'change-passwords') return `${action.kind} ${action.change}`;
  if (action.kind === 'monitor') return `${action.kind} ${action.pod} ${action.host.split('.')[0]}`;
  if (action.kind === 'switch-over' && action.successor !== undefined) return `${action.kind} ${action.pod} ${action.successor}`;
  return `${action.kind} ${'pod' in action && action.kind !== 'delete-claim' ? action.pod : action.name}`;
}

export const bare = { state: 'bare' } as const;

/** The status of a cluster that has held data. */
export const formed = { clusterId: 'c0ffee' };

/** Three members with the first one leading, and three sentinels that say so. */
export const whole = {
  servers: [serving('master'), serving('replica'), serving('replica')],
  sentinels: [monitoring(0), monitoring(0), monitoring(0)],
};

export const follows1 = { masterHost: host(1) };

/** Sentinels that get no answer from the master. */
export const silent = [0, 1, 2].map(() => monitoring(0, { sinceLastPingReplyMs: 2_000 }));

export const nobodyToPromote = [0, 1, 2].map(() => monitoring(0, { electable: [] }));

/** A member in the lobby with this cluster's data. */
export function held(changes: Partial<LobbyView> = {}): LobbyView {
  return lobby('held', { lastRole: 'replica', lineage: { replid: 'r1', offset: 50 }, ...changes });
}

/** A cluster that has been waiting by a rule for two minutes. */
export function waiting(rule: string, status: Partial<RedisClusterStatus> = {}) {
  const since = new Date(nowMs - 120_000).toISOString();
  return redisCluster({}, { ...formed, ...status, operation: { rule, reason: rule, message: 'm', since } });
}
