import { ordinalOfNode, type Role } from '../names.ts';
import type { KafkaMember, Observed } from '../observed.ts';
import { isEmpty, wantedCount } from './health.ts';
import { isToBeFounded } from './origin.ts';

/**
 * How many ordinals the StatefulSet must have now: those that are asked for, and any above them that must not go yet.
 *
 * Brokers of a new cluster come when most of its controllers have followed a leader.
 *
 * Prevents: a broker that goes before it is empty, and a controller that goes while it votes or while brokers stop; and, after a stop, too few pods for a quorum, or
 * partitions of which every replica is on brokers that nobody started; and a broker that reads along while controllers still elect one another: where what it has
 * read is taken back, it forgets who votes, and never registers.
 */
export function neededOrdinals(observed: Observed, role: Role): number {
  const wanted = wantedCount(observed, role);
  if (wanted === 0) return role === 'broker' ? 0 : controllersOfStop(observed);
  const staying = role === 'broker' ? brokersThatStay(observed) : controllersThatStay(observed);
  const least = role === 'broker' && isToBeFounded(observed) ? 0 : wanted;
  return Math.max(least, ...staying.map((ordinal) => ordinal + 1));
}

/** A broker that stops hands its leaders over and says goodbye to a controller, or it counts as one that was lost. */
function controllersOfStop({ brokers, controllers }: Observed): number {
  if (brokers.every(({ pod }) => pod === undefined)) return 0;
  return Math.max(0, ...controllers.filter(({ pod }) => pod !== undefined).map(({ ordinal }) => ordinal + 1));
}

function brokersThatStay({ kafka, brokers }: Observed): readonly number[] {
  if (kafka === undefined) return present(brokers);
  const holding = kafka.registered.filter(({ id }) => !isEmpty(kafka, id)).map(({ id }) => ordinalOfNode(id));
  return [...holding, ...unmarked(brokers)];
}

function controllersThatStay({ quorum, controllers, cluster }: Observed): readonly number[] {
  const { formed = true, founders = [] } = cluster.status.kraft ?? {};
  if (quorum?.leaderId === undefined) return [...present(controllers), ...(formed ? [] : founders.map(({ id }) => ordinalOfNode(id)))];
  return [...quorum.voters.map(({ id }) => ordinalOfNode(id)), ...unmarked(controllers)];
}

/** Nobody says who is of the cluster: whoever has a pod, or a volume whose member has not left, may be. */
function present(members: readonly KafkaMember[]): readonly number[] {
  return members.filter(({ pod, claim }) => pod !== undefined || isInUse(claim)).map(({ ordinal }) => ordinal);
}

/** That it has left is written on its volume before its pod goes: a stop in between would start it again. */
function unmarked(members: readonly KafkaMember[]): readonly number[] {
  return members.filter(({ pod, claim }) => pod !== undefined && isInUse(claim)).map(({ ordinal }) => ordinal);
}

function isInUse(claim: KafkaMember['claim']): boolean {
  return claim?.isBound === true && !claim.isTerminating && !claim.isRetired;
}
