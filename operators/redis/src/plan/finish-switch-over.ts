import { type JournalEntry, journalAgeMs } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { hasAllOf } from './continues.ts';
import { isServing, leadershipOf, type ServingMember } from './leadership.ts';
import type { RedisRule, RedisStep } from './rule.ts';

const rule = 'FinishSwitchOver';

/** Name of the act in the journal. */
export const switchOverAct = rule;

/** Choosing: a successor is made the favourite of the sentinels. From FailingOver on Sentinel may promote somebody, although the operator that asked for it is gone. */
export const switchOverPhases = { choosing: 'Choosing', holdingWrites: 'HoldingWrites', failingOver: 'FailingOver' } as const;

/** A setting of a running server: the lower, the sooner Sentinel promotes it. A restart brings the ordinary value back. */
export const priority = { key: 'replica-priority', ordinary: '100', favourite: '1' } as const;

/** Beyond the time that one attempt of Sentinel may take: after it nobody is promoted any more. */
const graceMs = 5_000;

/** Sentinel refuses another attempt soon after one that failed. */
const nextAttemptMs = 20_000;

/**
 * Precondition: a hand-over of the master was begun and not ended: the operator that did it died, or could not tell what became of it.
 * Effect: where another leads by now, by the word of a majority or because it goes on where the old master has stopped, the old one is demoted and its
 * clients are sent away; where nobody was promoted, it goes on. Either way its writes are no longer held back, and a successor that was named is no longer the favourite.
 *
 * Prevents: a master whose writes stand still until the pause runs out; two masters that both take writes after it has; a second
 * hand-over that starts while the first may still come true; and a member that every later failover prefers to one that has more.
 */
export const finishSwitchOver: RedisRule = (observed) => {
  const { journal } = observed.cluster.status;
  if (journal?.act !== rule) return undefined;
  const old = observed.members.filter(isServing).find(({ name }) => name === journal.subject);
  const close = closing(observed, journal);
  if (old === undefined) return { rule, reason: `${journal.subject}, which was to hand over, does not serve any more`, actions: close };
  const { master, servingMasters, isFailoverInProgress } = leadershipOf(observed);
  if (old.server.role === 'replica') {
    return { rule, reason: `${old.name} has handed over`, actions: [...release(old), ...close] };
  }
  if (master !== undefined && master.name !== old.name) {
    const demote: RedisAction = { kind: 'replica-of', pod: old.name, masterHost: master.host };
    return {
      rule,
      reason: `${old.name} handed over to ${master.name} and still calls itself the master`,
      actions: [demote, ...release(old), ...close],
    };
  }
  const second = servingMasters.find(({ name }) => name !== old.name);
  const mayStillMove = isFailoverInProgress || second !== undefined || journal.phase === switchOverPhases.failingOver;
  if (mayStillMove && journalAgeMs(journal, observed.now) < observed.cluster.spec.sentinel.failoverTimeoutMilliseconds + graceMs) {
    return { rule, reason: `waiting for what becomes of the hand-over from ${old.name}`, actions: [], requeueAfterMs: 250 };
  }
  if (master === undefined && second !== undefined) return undecided(old, second, close);
  return {
    rule,
    reason: `nobody took over from ${old.name}, which goes on as the master`,
    actions: [{ kind: 'resume-writes', pod: old.name }, ...close],
    requeueAfterMs: nextAttemptMs,
  };
};

/**
 * Two lead, and no majority says which. One that goes on where the old master has stopped was promoted by this hand-over. Of any other it is not known:
 * whoever comes to be named fences the other, and the old master's writes are not let go before the pause runs out.
 */
function undecided(old: ServingMember, second: ServingMember, close: readonly RedisAction[]): RedisStep {
  if (!hasAllOf(second.server.lineage, old.server.lineage))
    return { rule, reason: `${old.name} and ${second.name} both lead, and no majority of the sentinels says which`, actions: close };
  const demote: RedisAction = { kind: 'replica-of', pod: old.name, masterHost: second.host };
  const reason = `${old.name} handed over to ${second.name}, which has all that it had; no majority of the sentinels is there to say so`;
  return { rule, reason, actions: [demote, ...release(old), ...close] };
}

function release({ name: pod }: ServingMember): readonly RedisAction[] {
  return [
    { kind: 'resume-writes', pod },
    { kind: 'disconnect-clients', pod },
  ];
}

/** A successor that does not serve has restarted, or will: then its priority is the ordinary one by itself. */
function closing({ members }: Observed, { token, data }: JournalEntry): readonly RedisAction[] {
  const successor = members.filter(isServing).find(({ name }) => name === data?.successor);
  const restore: readonly RedisAction[] =
    successor === undefined ? [] : [{ kind: 'set-config', pod: successor.name, settings: { [priority.key]: priority.ordinary } }];
  return [...restore, { kind: 'close-journal', token }];
}
