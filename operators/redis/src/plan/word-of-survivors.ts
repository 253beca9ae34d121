import type { Observed, SentinelMember } from '../observed.ts';
import { isCertainlyNoMaster, isCertainlyStopped } from './certainly-stopped.ts';
import { isMonitoring, leadershipOf, type MonitoringSentinel, type ServingMember } from './leadership.ts';
import { isNodeGone } from './node-loss.ts';

/** What the sentinels that are left say, where most of them are lost for certain. */
export type WordOfSurvivors = {
  /** The host that all of them name. */
  readonly named: string;
  /** That member, if it says itself that it is the master. */
  readonly master?: ServingMember;
  readonly survivors: readonly MonitoringSentinel[];
};

/**
 * Precondition: no majority names anybody; every sentinel that knows a master names the same one, and each of the others is bare, which is to
 * say that it has been made anew, or does not run for certain; and every member but the named one is seen to be no master, or does not run.
 *
 * Prevents: a minority being believed while a silent majority has elected another on the other side of a network cut. Silence is never
 * enough: a sentinel that does not answer, and whose container runs, ends this. And those that are gone may have elected somebody before they
 * went, so nobody who could be that one may be out of sight.
 */
export function wordOfSurvivors(observed: Observed): WordOfSurvivors | undefined {
  const { named: agreed, monitoring, servingMasters } = leadershipOf(observed);
  const [first] = monitoring;
  if (agreed !== undefined || first === undefined) return undefined;
  const named = first.view.masterHost;
  if (monitoring.some(({ view }) => view.masterHost !== named)) return undefined;
  if (!observed.sentinels.every((sentinel) => isMonitoring(sentinel) || isBareOrGone(observed, sentinel))) return undefined;
  const lead = observed.members.find(({ host }) => host === named);
  if (lead === undefined || !observed.members.every((member) => member === lead || isCertainlyNoMaster(member))) return undefined;
  const master = servingMasters.find(({ host }) => host === named);
  return { named, ...(master !== undefined && { master }), survivors: monitoring };
}

function isBareOrGone(observed: Observed, { view, pod }: SentinelMember): boolean {
  if (view.state === 'bare') return true;
  return view.state === 'unreachable' && (isCertainlyStopped(pod) || isNodeGone(observed, pod));
}

/** Whether no sentinel but those that answer can ever speak up with what it knew before: the others have no pod yet, or one that has never run. */
export function hasNoOtherMemory({ sentinels }: Observed): boolean {
  return sentinels.every(({ view, pod }) => view.state !== 'unreachable' || (isCertainlyStopped(pod) && pod?.ip === undefined));
}
