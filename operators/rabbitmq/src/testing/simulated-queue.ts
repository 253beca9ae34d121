import { majority } from '@dataservices/plan';

/** A member that does not have yet what the others hold. */
type Copying = {
  /** For so many looks more. */
  readonly left: number;
  /** One that was added does not vote until it has caught up. One whose volume was lost does. */
  readonly votes: boolean;
};

/** A quorum queue: on which nodes it has members, by ordinal. */
export type Queue = { readonly name: string; readonly members: readonly number[]; readonly copying: Readonly<Record<number, Copying>> };

/** Longer than it takes a node to leave. */
const looks = 8;

export function hasMajority(nodes: readonly number[], running: readonly number[]): boolean {
  return nodes.filter((one) => running.includes(one)).length >= majority(nodes.length);
}

export function canElect(queue: Queue, running: readonly number[]): boolean {
  const voters = queue.members.filter((one) => queue.copying[one]?.votes !== false);
  return hasMajority(voters, running);
}

/** Members that have all that there is. */
export function wholeCopies({ members, copying }: Queue): readonly number[] {
  return members.filter((one) => copying[one] === undefined);
}

export function withMember(queue: Queue, running: readonly number[], added: number): Queue {
  if (!canElect(queue, running) || queue.members.includes(added)) return queue;
  const copying = { ...queue.copying, [added]: { left: looks, votes: false } };
  return { ...queue, members: [...queue.members, added], copying };
}

/** A queue without a majority, and one that has no other member, keep the member. Whether another one has what it has, nobody asks. */
export function withoutMember(queue: Queue, running: readonly number[], gone: number): Queue {
  const members = queue.members.filter((one) => one !== gone);
  if (members.length === 0 || !canElect(queue, running)) return queue;
  const { [gone]: _, ...copying } = queue.copying;
  return { ...queue, members, copying };
}

/** The same after a node has lost its volume, and is back under its name. */
export function withEmptyMember(queue: Queue, wiped: number): Queue {
  if (!queue.members.includes(wiped)) return queue;
  return { ...queue, copying: { ...queue.copying, [wiped]: { left: looks, votes: queue.copying[wiped]?.votes ?? true } } };
}

/** So many looks later: whoever runs has copied a part of what another one has that runs. */
export function copiedOn(queue: Queue, running: readonly number[], later: number): Queue {
  if (!canElect(queue, running) || !wholeCopies(queue).some((one) => running.includes(one))) return queue;
  const entries = Object.entries(queue.copying).map(([one, copy]) => {
    return [one, running.includes(Number(one)) ? { ...copy, left: copy.left - later } : copy] as const;
  });
  return { ...queue, copying: Object.fromEntries(entries.filter(([, { left }]) => left > 0)) };
}
