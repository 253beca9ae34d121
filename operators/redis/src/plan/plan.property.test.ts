import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { anyObserved } from '../testing/any-observed.ts';
import { bestCopy, holdsData } from './best-copy.ts';
import { isHealthy, wantedMembers } from './health.ts';
import { namedLeader } from './leader.ts';
import { leadershipOf } from './leadership.ts';
import { neededOrdinals } from './needed-ordinals.ts';
import { plan } from './plan.ts';

/** The pod that an action makes, or lets become, the leader. */
function leaderMadeBy(action: RedisAction): string | undefined {
  if (action.kind === 'found-cluster' || action.kind === 'promote') return action.pod;
  return action.kind === 'monitor' ? action.host.split('.')[0] : undefined;
}

function leadersMadeBy(given: Observed): ReadonlySet<string> {
  const made = (plan(given).step?.actions ?? []).map(leaderMadeBy);
  return new Set(made.filter((name) => name !== undefined));
}

/** No sentinel that answers nothing has a pod, and nobody who may lead is out of sight. */
function isRestGone({ sentinels, members }: Observed): boolean {
  const isOutOfSight = ({ server: view, pod }: Observed['members'][number]) =>
    view.state === 'unreachable' && pod?.isServerRunning === true;
  return sentinels.every(({ view, pod }) => view.state !== 'unreachable' || pod === undefined) && members.filter(isOutOfSight).length <= 1;
}

/** Every run is another draw: what few of them miss, the next ones find. */
const numRuns = process.env.DATASERVICES_E2E_TIER === 'full' ? 2_000 : 100;

function check(property: (given: Observed) => void): void {
  fc.assert(fc.property(anyObserved, property), { numRuns });
}

/** Generous: a machine that builds something beside this takes several times as long. */
const patience = { timeout: 120_000 };

describe('whatever is observed', patience, () => {
  test('no two members are told to lead', () => {
    check((given) => {
      expect(leadersMadeBy(given).size).toBeLessThanOrEqual(1);
    });
  });

  test('an empty data set is never put above one that holds data', () => {
    check((given) => {
      const leaders = leadersMadeBy(given);
      const isEmpty = ({ name, server: view }: Observed['members'][number]) =>
        leaders.has(name) && view.state === 'lobby' && view.content !== 'held';
      const founder = given.members.find(isEmpty);
      if (founder === undefined) return;
      expect(
        given.members.filter(({ server: view }) => view.state === 'serving' || (view.state === 'lobby' && view.content === 'held')),
      ).toEqual([]);
      if (!given.cluster.spec.storage.ephemeral) expect(given.cluster.status.clusterId).toBeUndefined();
    });
  });

  test('a member is made to follow only a master that a majority names, or all sentinels that are left where the others are gone', () => {
    check((given) => {
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind !== 'replica-of') continue;
        const master = given.members.find(({ host }) => host === action.masterHost);
        expect(master?.server).toMatchObject({ state: 'serving', role: 'master' });
        const { monitoring: voters } = leadershipOf(given);
        const agreeing = voters.filter(({ view }) => view.masterHost === action.masterHost).length;
        expect(agreeing * 2 > given.sentinels.length || (agreeing === voters.length && isRestGone(given))).toBe(true);
      }
    });
  });

  test('a sentinel that names somebody is told otherwise only by a majority, or where no other is a master', () => {
    check((given) => {
      const { master, servingMasters, outdated } = leadershipOf(given);
      for (const action of plan(given).step?.actions ?? []) {
        const told = action.kind === 'monitor' ? given.sentinels.find(({ name }) => name === action.pod) : undefined;
        if (action.kind !== 'monitor' || told?.view.state !== 'monitoring') continue;
        // The only one that leads, where no majority names anybody who does.
        const only = servingMasters.length === 1 ? servingMasters[0]?.host : undefined;
        if (servingMasters.length > 0) expect(action.host).toBe(master?.host ?? outdated?.successor.host ?? only);
      }
    });
  });

  test('the master that a majority names is neither demoted nor deleted before it has handed over', () => {
    check((given) => {
      const { master } = leadershipOf(given);
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind === 'replica-of') expect(action.pod).not.toBe(master?.name);
        // The only member has nobody to hand over to.
        if (action.kind === 'delete-pod' && given.cluster.spec.replicas !== 1) expect(action.pod).not.toBe(master?.name);
      }
    });
  });

  test('nobody is promoted, and no failover is started, unless a replica holds data', () => {
    check((given) => {
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind === 'promote') expect(given.members.find(({ name }) => name === action.pod)).toSatisfy(holdsData);
        if (action.kind === 'failover') expect(given.members.filter(holdsData).length).toBeGreaterThan(0);
      }
    });
  });

  test('of histories that went separate ways none is chosen unasked', () => {
    check((given) => {
      const { step } = plan(given);
      const [leader] = leadersMadeBy(given);
      if (step?.rule !== 'RecoverWithoutMaster' || leader === undefined) return;
      const isChosenAlready = leadershipOf(given).monitoring.some(({ view }) => view.masterHost.split('.')[0] === leader);
      if (isChosenAlready || bestCopy(given.members, given.cluster.status.leader).kind !== 'ambiguous') return;
      expect(given.cluster.status.requests).toMatchObject([{ name: 'recover-from', state: 'Running', pod: leader }]);
    });
  });

  test('nobody is made the leader with what it held when it left, unless a person says so', () => {
    check((given) => {
      const { step } = plan(given);
      const leaders = leadersMadeBy(given);
      const led = given.members.find(({ name, claim: volume }) => leaders.has(name) && volume?.isRetired === true);
      if (led === undefined || step?.rule !== 'RecoverWithoutMaster') return;
      expect(given.cluster.status.requests).toMatchObject([{ name: 'recover-from', state: 'Running', pod: led.name }]);
    });
  });

  test('no failover is started on silence alone: the master is gone by the word of somebody who can tell, and most sentinels get no answer', () => {
    check((given) => {
      if (!(plan(given).step?.actions ?? []).some(({ kind }) => kind === 'failover')) return;
      const { monitoring } = leadershipOf(given);
      const lost = given.members.find(({ host }) => host === namedLeader(given));
      const unanswered = monitoring.filter(({ view }) => view.isMasterDown || view.sinceLastPingReplyMs > 1_500);
      const isTold = lost?.pod?.isServerRunning !== true || lost.pod.isTerminating || lost.server.state === 'lobby';
      const isHeldDown = monitoring.filter(({ view }) => view.isMasterDown).length * 2 > given.sentinels.length;
      const met = [...given.reach.values()];
      const isMet = met.includes('refuses') || (met.filter((reach) => reach === 'silent').length === 2 && met.includes('accepts'));
      expect(lost).toSatisfy((member) => member !== undefined && member.server.state !== 'serving');
      const isAgreed = unanswered.length * 2 > given.sentinels.length;
      expect(isAgreed || (unanswered.length === monitoring.length && isRestGone(given))).toBe(true);
      expect(isTold || isHeldDown || isMet).toBe(true);
    });
  });

  test('a volume is deleted only while a healthy master is among those that stay', () => {
    check((given) => {
      const deletion = (plan(given).step?.actions ?? []).find(({ kind }) => kind === 'delete-claim');
      if (deletion === undefined) return;
      const { master } = leadershipOf(given);
      expect(master?.ordinal).toBeLessThan(given.cluster.spec.replicas);
      expect(given.cluster.spec.storage.whenScaled).toBe('Delete');
    });
  });

  test('a volume in use is condemned only while another member leads, and everybody else follows it in step', () => {
    check((given) => {
      const condemned = (plan(given).step?.actions ?? []).find(({ kind }) => kind === 'condemn-claim');
      if (condemned?.kind !== 'condemn-claim') return;
      const { master } = leadershipOf(given);
      const others = wantedMembers(given).filter(({ claim }) => claim?.name !== condemned.name);
      expect(master).toBeDefined();
      expect(master?.claim?.name).not.toBe(condemned.name);
      expect(others.filter((member) => !isHealthy(given, member))).toEqual([]);
    });
  });

  test('the StatefulSet never loses the ordinal of the master', () => {
    check((given) => {
      const { master } = leadershipOf(given);
      if (master === undefined || given.cluster.spec.replicas === 0) return;
      expect(neededOrdinals(given)).toBeGreaterThan(master.ordinal);
    });
  });

  test('while a hand-over is open, no other is begun, and no pod or volume goes', () => {
    check((given) => {
      if (given.cluster.status.journal === undefined) return;
      const kinds = (plan(given).step?.actions ?? []).map(({ kind }) => kind);
      expect(kinds.filter((kind) => ['switch-over', 'failover', 'delete-pod', 'delete-claim'].includes(kind))).toEqual([]);
    });
  });

  test('leadership is handed only to a replica in step that is to stay, and that some sentinel would promote', () => {
    check((given) => {
      for (const action of plan(given).step?.actions ?? []) {
        if (action.kind !== 'switch-over' || action.successor === undefined) continue;
        const successor = wantedMembers(given).find(({ name }) => name === action.successor);
        const asked = given.sentinels.find(({ name }) => name === action.sentinel);
        expect(successor).toSatisfy((member: Observed['members'][number]) => isHealthy(given, member));
        expect(asked?.view.state === 'monitoring' && asked.view.electable).toContain(successor?.host);
      }
    });
  });

  test('at most one pod or volume is deleted in a pass', () => {
    check((given) => {
      const deletions = (plan(given).step?.actions ?? []).filter(({ kind }) =>
        ['delete-pod', 'delete-claim', 'condemn-claim'].includes(kind),
      );
      expect(deletions.length).toBeLessThanOrEqual(1);
    });
  });

  test('every rule is at work in some of these states: none of the above holds for want of cases', () => {
    const missing = new Set([
      'FinishSwitchOver',
      'FinishSwitchOver, waiting',
      'FenceSecondMaster',
      'HandOverBeforeStop',
      'SpeedUpFailover',
      'ConfigureBareSentinel',
      'FollowOnlyMaster',
      'CorrectDivergedSentinel',
      'RepointStrayReplica',
      'TuneSentinel',
      'SetLiveConfig',
      'GrowVolumes',
      'FoundCluster',
      'ReplaceStuckMember',
      'RecoverWithoutMaster',
      'ForgetGhostSentinels',
      'HandOverBeforeRemoval',
      'TakeDownRequest, waiting',
      'SwitchOver',
      'SwitchOver, waiting',
      'ReplaceMember',
      'RollOneMember',
      'RetainVolume',
      'AdoptVolume',
      'RetireVolume',
      'AwaitMembers, waiting',
    ]);
    for (let seed = 1; seed <= 40 && missing.size > 0; seed++) {
      for (const given of fc.sample(anyObserved, { seed, numRuns: 250 })) {
        const { step } = plan(given);
        if (step !== undefined) missing.delete(step.actions.length > 0 ? step.rule : `${step.rule}, waiting`);
      }
    }
    expect([...missing]).toEqual([]);
  });
});
