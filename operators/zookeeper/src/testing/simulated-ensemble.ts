import { majority } from '@dataservices/plan';
import type { MembershipChange, ReconfigResult, ServerView } from '../client/port.ts';
import type { EnsembleMember, Membership } from '../membership.ts';
import { leading, serving } from './observed-builder.ts';

/** What ZooKeeper itself knows, and would know whatever became of the operator. */
export type Ensemble = {
  /** How often an ensemble was founded: twice is a catastrophe. */
  readonly foundings: number;
  readonly version: number;
  readonly zxid: number;
  readonly members: readonly EnsembleMember[];
};

export const noEnsemble: Ensemble = { foundings: 0, version: 0, zxid: 0, members: [] };

export function votersIn({ members }: Ensemble): readonly number[] {
  return members.filter(({ role }) => role === 'participant').map(({ id }) => id);
}

/** Who leads: the highest of those who vote, if most of them run. `running` are the ids of servers that hold data. */
export function leaderOf(ensemble: Ensemble, running: readonly number[]): number | undefined {
  const voters = votersIn(ensemble);
  const there = voters.filter((id) => running.includes(id));
  return voters.length > 0 && there.length >= majority(voters.length) ? Math.max(...there) : undefined;
}

export function found(ensemble: Ensemble, member: EnsembleMember): Ensemble {
  const zxid = ensemble.zxid + 1;
  return { foundings: ensemble.foundings + 1, version: zxid, zxid, members: [member] };
}

/** As ZooKeeper judges it: observers count for nobody until the change is made. */
export function change(
  ensemble: Ensemble,
  running: readonly number[],
  { joining, leaving, fromVersion }: MembershipChange,
): readonly [ReconfigResult, Ensemble] {
  if (fromVersion !== hex(ensemble.version)) return ['stale', ensemble];
  const changed = [...leaving, ...joining.map(({ id }) => id)];
  const members = [...ensemble.members.filter(({ id }) => !changed.includes(id)), ...joining].toSorted((a, b) => a.id - b.id);
  const next = votersIn({ ...ensemble, members });
  const isObserver = (id: number) => ensemble.members.some((member) => member.id === id && member.role === 'observer');
  const counted = next.filter((id) => running.includes(id) && !isObserver(id));
  if (leaderOf(ensemble, running) === undefined || counted.length < majority(next.length)) return ['noQuorum', ensemble];
  const zxid = ensemble.zxid + 1;
  return ['done', { ...ensemble, version: zxid, zxid, members }];
}

export function viewOf(ensemble: Ensemble, running: readonly number[], id: number): ServerView {
  if (!running.includes(id)) return { state: 'unreachable', error: 'not reachable' };
  const leader = leaderOf(ensemble, running);
  if (leader === undefined) return { state: 'notServing' };
  const membership: Membership = { version: hex(ensemble.version), members: ensemble.members };
  const common = { zxid: hex(ensemble.zxid), membership };
  if (id !== leader) {
    const isObserver = ensemble.members.some((member) => member.id === id && member.role === 'observer');
    return serving(isObserver ? 'observer' : 'follower', common);
  }
  const [voters, all] = [votersIn(ensemble), ensemble.members.map((member) => member.id)];
  const learners = {
    syncedFollowers: voters.filter((one) => one !== id && running.includes(one)).length,
    syncedNonVotingFollowers: running.filter((one) => !all.includes(one)).length,
    syncedObservers: all.filter((one) => !voters.includes(one) && running.includes(one)).length,
  };
  return leading('1', { ...common, learners });
}

function hex(number: number): string {
  return number.toString(16);
}
