import { majority } from '@dataservices/plan';
import type { EnsembleMember } from '../membership.ts';

type Role = EnsembleMember['role'];
type Sized = Pick<EnsembleMember, 'id' | 'role'>;

export type SizeInput = {
  readonly replicas: number;
  readonly maxVoters: number;
  /** Who is a member now. */
  readonly members: readonly Sized[];
  /** Ids of all who are in step with the leader, members or not. */
  readonly inStep: ReadonlySet<number>;
};

/** One change of the membership, made at once or not at all. */
export type SizeChange = {
  /** Added, or given another role. */
  readonly joining: readonly Sized[];
  readonly leaving: readonly number[];
};

export type SizeStep =
  | ({ readonly kind: 'change' } & SizeChange)
  /** Ids of members whose turn it is, and who are not in step yet. */
  | { readonly kind: 'wait'; readonly for: readonly number[] };

/** How many vote: the largest odd number that is above neither. Two voters would survive no more than one, and four no more than three. */
export function votersOf(replicas: number, maxVoters: number): number {
  const most = Math.min(replicas, maxVoters);
  return most % 2 === 0 ? Math.max(0, most - 1) : most;
}

/** What a member is to be in a cluster of this size; undefined where it is to leave. */
export function wantedRole(id: number, { replicas, maxVoters }: Pick<SizeInput, 'replicas' | 'maxVoters'>): Role | undefined {
  if (id > replicas) return undefined;
  return id <= votersOf(replicas, maxVoters) ? 'participant' : 'observer';
}

/**
 * The next change towards the members that are asked for; undefined where they are there.
 *
 * Votes are given and taken in pairs, so that the number of voters is odd at any time: an ensemble of four, however short, stands still
 * when two are lost, as one of three does. At most one member leaves in one change. Whoever gets a vote is in step before.
 */
export function nextSize(input: SizeInput): SizeStep | undefined {
  return voteStep(input) ?? leaveStep(input) ?? joinStep(input);
}

function voteStep(input: SizeInput): SizeStep | undefined {
  const voters = input.members.filter(({ role }) => role === 'participant').map(({ id }) => id);
  const tooMany = voters.filter((id) => wantedRole(id, input) !== 'participant').toSorted((a, b) => b - a);
  const lacking = idsUpTo(votersOf(input.replicas, input.maxVoters)).filter((id) => !voters.includes(id));
  const isEven = voters.length % 2 === 0;
  const [first] = tooMany;
  // One for one, or two of the same; one alone only where that makes an even number odd.
  if (first !== undefined && lacking.length === 0) return takeVotes(input, tooMany.slice(0, isEven ? 1 : 2));
  const raised = lacking.slice(0, first !== undefined || isEven ? 1 : 2);
  if (raised.length === 0) return undefined;
  const late = raised.filter((id) => !input.inStep.has(id));
  if (late.length > 0) return { kind: 'wait', for: late };
  return giveVotes(input, voters, raised, first);
}

function takeVotes(input: SizeInput, ids: readonly number[]): SizeStep {
  const [highest, ...others] = ids;
  const leaving = highest !== undefined && wantedRole(highest, input) === undefined ? [highest] : [];
  const demoted = leaving.length > 0 ? others : ids;
  return { kind: 'change', joining: demoted.map(observer), leaving };
}

function giveVotes(input: SizeInput, voters: readonly number[], raised: readonly number[], loser: number | undefined): SizeStep {
  const next = [...voters.filter((id) => id !== loser), ...raised];
  const isObserver = (id: number) => input.members.some((member) => member.id === id && member.role === 'observer');
  // ZooKeeper counts observers as nobody until the change is made: the others alone have to be a majority of those who will vote.
  const counted = next.filter((id) => input.inStep.has(id) && !isObserver(id));
  const released = raised.filter(isObserver).at(-1);
  if (counted.length < majority(next.length) && released !== undefined) return { kind: 'change', joining: [], leaving: [released] };
  const replaced = loser === undefined ? undefined : takeVotes(input, [loser]);
  const taken: SizeChange = replaced?.kind === 'change' ? replaced : { joining: [], leaving: [] };
  return { kind: 'change', joining: [...raised.map(participant), ...taken.joining], leaving: taken.leaving };
}

function leaveStep(input: SizeInput): SizeStep | undefined {
  const gone = input.members.filter(({ id }) => id > input.replicas).map(({ id }) => id);
  return gone.length === 0 ? undefined : { kind: 'change', joining: [], leaving: [Math.max(...gone)] };
}

function joinStep(input: SizeInput): SizeStep | undefined {
  const [id] = idsUpTo(input.replicas).filter((candidate) => !input.members.some((member) => member.id === candidate));
  if (id === undefined) return undefined;
  return input.inStep.has(id) ? { kind: 'change', joining: [observer(id)], leaving: [] } : { kind: 'wait', for: [id] };
}

function idsUpTo(highest: number): readonly number[] {
  return Array.from({ length: highest }, (_, index) => index + 1);
}

function participant(id: number): Sized {
  return { id, role: 'participant' };
}

function observer(id: number): Sized {
  return { id, role: 'observer' };
}
