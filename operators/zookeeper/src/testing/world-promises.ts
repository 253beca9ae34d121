import { isWhole } from '../plan/health.ts';
import { outdatedIn } from '../plan/outdated.ts';
import { leaderOf, votersIn } from './simulated-ensemble.ts';
import { isMemberOn, observe, ordinalIn, runningIn, type World } from './world.ts';

/** What may never break, beside that there is one ensemble and that its data is there: that those who vote are a majority. */
export type Guarantee = 'quorum' | 'nothing';

/** A sentence where the world is as it may never be. */
export function brokenPromise(world: World, guarantee: Guarantee): string | undefined {
  const { ensemble, volumes } = world;
  if (ensemble.foundings > 1) return 'a second ensemble was founded';
  const voters = votersIn(ensemble);
  if (voters.length > 0 && voters.length % 2 === 0) return `${voters.length} voters`;
  if (voters.length > 0 && !volumes.some((volume) => isMemberOn(world, volume) && voters.includes(volume.ordinal + 1)))
    return 'the data is gone';
  const isPromised = guarantee === 'quorum' && voters.length > 1;
  return isPromised && leaderOf(ensemble, runningIn(world)) === undefined ? 'those who vote have no majority' : undefined;
}

/** Whether everything is as it was asked for. */
export function isAsWanted(world: World): boolean {
  const given = observe(world);
  const { replicas } = given.cluster.spec;
  const extra = world.pods.filter(({ name }) => ordinalIn(name) >= replicas);
  return isWhole(given) && extra.length === 0 && !given.members.some(outdatedIn(given));
}
