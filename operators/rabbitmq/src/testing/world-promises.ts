import { isWhole } from '../plan/health.ts';
import { outdatedIn } from '../plan/outdated.ts';
import { canElect, hasMajority, wholeCopies } from './simulated-queue.ts';
import { observe, runningIn, type World } from './world.ts';
import { ordinalIn } from './world-changes.ts';

/** What may never break, beside that there is one cluster and that its queues are there: that all of it has a majority. */
export type Guarantee = 'majority' | 'nothing';

/** A sentence where the world is as it may never be. */
export function brokenPromise(world: World, guarantee: Guarantee): string | undefined {
  const { cluster, volumes } = world;
  if (cluster.foundings > 1) return 'a second cluster was founded';
  const holders = volumes.filter(({ state }) => state === 'member').map(({ ordinal }) => ordinal);
  const lost = cluster.queues.find((queue) => !wholeCopies(queue).some((one) => holders.includes(one)));
  if (lost !== undefined) return `nobody has all of ${lost.name}`;
  if (guarantee === 'nothing') return undefined;
  const running = runningIn(world);
  if (!hasMajority(cluster.nodes, running)) return 'the cluster has no majority';
  const still = cluster.queues.find((queue) => !canElect(queue, running));
  return still === undefined ? undefined : `${still.name} has no majority`;
}

/** Whether everything is as it was asked for, with members of queues where they belong. */
export function isAsWanted(world: World): boolean {
  const given = observe(world);
  const { replicas } = given.cluster.spec;
  const extra = world.pods.filter(({ name }) => ordinalIn(name) >= replicas);
  const isPlaced = world.cluster.queues.every(({ members }) => replicas === 0 || members.length >= Math.min(3, replicas));
  const { formation, memberMoves } = given.cluster.status;
  const isOver = given.cluster.spec.clustering.balanceMembers === 'Disabled' || formation?.membersOver === replicas;
  const isEven = replicas === 0 || (isOver && memberMoves === undefined);
  return isEven && isWhole(given) && isPlaced && extra.length === 0 && !given.members.some(outdatedIn(given));
}
