import { podOfNode } from '../names.ts';
import type { Observed } from '../observed.ts';
import { canLoseVoter, votersInStep, voterToAdd, voterToRemove } from './quorum.ts';
import type { KafkaRule } from './rule.ts';

const rule = 'KeepQuorum';

/**
 * Precondition: a controller is to vote and does not, or votes and is not to: the size has changed, or a volume was lost.
 * Effect: one voter more, or one less, and no other change before it is seen. Who comes is taken in before somebody goes.
 *
 * Prevents: a quorum that no majority of controllers can reach any more, because voters that are gone still count, or because two changes that Kafka
 * takes one after the other leave it with too few.
 */
export const keepQuorum: KafkaRule = (observed) => {
  const { quorum, cluster } = observed;
  if (quorum?.leaderId === undefined || cluster.spec.replicas === 0) return undefined;
  return addition(observed) ?? removal(observed);
};

function addition(observed: Observed): ReturnType<KafkaRule> {
  const { quorum, names } = observed;
  const voter = voterToAdd(observed);
  if (quorum === undefined || voter === undefined) return undefined;
  const name = podOfNode(names, voter.id);
  const isSafe = votersInStep(quorum).length + 1 > (quorum.voters.length + 1) / 2;
  if (!isSafe) return { rule, reason: `${name} is to vote, and waits: most controllers must be in step first`, actions: [] };
  const { id: nodeId, directoryId, host } = voter;
  return { rule, reason: `${name} listens, and votes from now on`, actions: [{ kind: 'add-voter', nodeId, directoryId, host }] };
}

function removal(observed: Observed): ReturnType<KafkaRule> {
  const { quorum, names } = observed;
  const voter = voterToRemove(observed);
  if (quorum === undefined || voter === undefined) return undefined;
  const name = podOfNode(names, voter.id);
  const verdict = canLoseVoter(quorum, voter);
  if (verdict !== true) return { rule, reason: `${name} is to vote no longer, and waits: ${verdict}`, actions: [], requeueAfterMs: 1_000 };
  const { id: nodeId, directoryId } = voter;
  return { rule, reason: `${name} votes no longer`, actions: [{ kind: 'remove-voter', nodeId, directoryId }] };
}
