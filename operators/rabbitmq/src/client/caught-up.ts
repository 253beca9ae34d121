import { quorumStatusAnswer } from './answers.ts';
import { type Caller, parseAnswer } from './call.ts';
import type { QueueName, Target } from './port.ts';
import { replicaPath } from './replicas.ts';

type Copy = {
  readonly node: string;
  readonly isLeader: boolean;
  readonly isVoter: boolean;
  readonly written: number;
  readonly committed: number;
};

/**
 * Nodes of the members that vote and have written all that was committed when they were first asked; none while nobody leads. RabbitMQ asks
 * one member after the other: while messages are published, those that were asked before the leader seem to lag, and are asked once more.
 *
 * That it votes is not enough: a member that has lost its volume is a voter from the start.
 */
export async function listCaughtUp(call: Caller, target: Target, queue: QueueName): Promise<readonly string[]> {
  const first = await copiesOf(call, target, queue);
  const committed = first.find(({ isLeader }) => isLeader)?.committed;
  if (committed === undefined) return [];
  const hasAll = ({ isVoter, written }: Copy) => isVoter && written >= committed;
  const copies = first.some((copy) => copy.isVoter && !hasAll(copy)) ? await copiesOf(call, target, queue) : first;
  return copies.filter(hasAll).map(({ node }) => node);
}

async function copiesOf(call: Caller, target: Target, queue: QueueName): Promise<readonly Copy[]> {
  const answer = await call(target, { path: `${replicaPath(queue)}/status` });
  return parseAnswer(quorumStatusAnswer, answer, 'the status of a quorum queue').map((row) => ({
    node: row['Node Name'],
    isLeader: row['Raft State'] === 'leader',
    isVoter: row.Membership === 'voter',
    written: row['Last Written'],
    committed: row['Commit Index'],
  }));
}
