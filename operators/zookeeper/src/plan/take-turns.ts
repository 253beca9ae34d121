import type { Step } from '@dataservices/plan';
import type { ZookeeperAction } from '../action.ts';
import type { Observed } from '../observed.ts';

type Wanted = Step<ZookeeperAction> | undefined;

/**
 * Of what two want done, whose turn it is: that of the second where it has something to do and the first was at work in the pass before; else
 * that of the first.
 *
 * Prevents: a first that never comes to an end, such as a walk through more nodes than one pass has time for, or a server that answers
 * wrongly, and a lost member that is never replaced because of it; and the same the other way round.
 */
export function takeTurns({ cluster }: Pick<Observed, 'cluster'>, first: Wanted, second: Wanted): Wanted {
  if (first === undefined || second === undefined) return first ?? second;
  const hadItsTurn = cluster.status.operation?.rule === first.rule;
  return hadItsTurn && second.actions.length > 0 ? second : first;
}
