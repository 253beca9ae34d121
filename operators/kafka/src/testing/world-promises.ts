import { isWhole } from '../plan/health.ts';
import { outdatedIn } from '../plan/outdated.ts';
import { hasQuorum } from './simulated-kafka.ts';
import { observe, runningIn, type World } from './world.ts';
import { areUsersAsAsked, forgottenUser } from './world-users.ts';

/** What may never break, beside that there is one cluster and that nothing acknowledged is lost: that everything takes writes. */
export type Guarantee = 'writes' | 'nothing';

/** A sentence where the world is as it may never be. */
export function brokenPromise(world: World, guarantee: Guarantee): string | undefined {
  const { kafka } = world;
  if (world.accident !== undefined) return world.accident;
  const forgotten = forgottenUser(world);
  if (forgotten !== undefined) return `nobody will ever take away the user ${forgotten}`;
  if (kafka === undefined) return undefined;
  const lost = kafka.partitions.find(({ isLost }) => isLost);
  if (lost !== undefined) return `what was written to ${lost.topic}-${lost.partition} is gone`;
  if (guarantee === 'nothing') return undefined;
  if (!hasQuorum(kafka, runningIn(world))) return 'the controllers have no majority';
  const below = kafka.partitions.find(({ replicas, isr }) => isr.length < Math.min(2, replicas.length - 1));
  return below === undefined ? undefined : `${below.topic}-${below.partition} has too few replicas in sync`;
}

/** Whether everything is as it was asked for, and partitions are where they belong. */
export function isAsWanted(world: World): boolean {
  const given = observe(world);
  const { replicas, controllers } = given.cluster.spec;
  const wanted = { broker: replicas, controller: replicas === 0 ? 0 : controllers.replicas } as const;
  const isExtra = world.pods.some(({ role, ordinal }) => ordinal >= wanted[role]);
  const members = [...given.brokers, ...given.controllers];
  return areUsersAsAsked(world) && isWhole(given) && !isExtra && !members.some(outdatedIn(given));
}
