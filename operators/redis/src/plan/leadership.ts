import { majorityValue } from '@dataservices/plan';
import type { MonitoringView, ServingView } from '../client/port.ts';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';

export type ServingMember = DataMember & { readonly server: ServingView };
export type MonitoringSentinel = SentinelMember & { readonly view: MonitoringView };

/** Who leads, as far as it can be known without trusting a single voice. */
export type Leadership = {
  /** The host that a majority of all sentinels names, silent ones counted as naming nobody; unless it is `outdated`. */
  readonly named?: string;
  /** Named by that majority, and says itself that it is the master. */
  readonly master?: ServingMember;
  readonly servingMasters: readonly ServingMember[];
  readonly servingReplicas: readonly ServingMember[];
  readonly monitoring: readonly MonitoringSentinel[];
  readonly bare: readonly SentinelMember[];
  readonly isFailoverInProgress: boolean;
  /**
   * A majority that has not heard of a later election: another sentinel names a master of a higher epoch, and that one serves as such. Sentinels go by
   * the epoch and will all name it, so what that majority says is not believed meanwhile.
   */
  readonly outdated?: Outdated;
};

export type Outdated = { readonly sentinels: readonly MonitoringSentinel[]; readonly successor: ServingMember };

export function leadershipOf({ members, sentinels }: Observed): Leadership {
  const monitoring = sentinels.filter(isMonitoring);
  const serving = members.filter(isServing);
  const servingMasters = serving.filter(({ server }) => server.role === 'master');
  const agreed = majorityValue(
    monitoring.map(({ view }) => view.masterHost),
    sentinels.length,
  );
  const outdated = agreed === undefined ? undefined : outdatedBy(agreed, monitoring, servingMasters);
  const named = outdated === undefined ? agreed : undefined;
  const master = servingMasters.find(({ host }) => host === named);
  return {
    ...(named !== undefined && { named }),
    ...(master !== undefined && { master }),
    servingMasters,
    servingReplicas: serving.filter(({ server }) => server.role === 'replica'),
    monitoring,
    bare: sentinels.filter(({ view }) => view.state === 'bare'),
    isFailoverInProgress: monitoring.some(({ view }) => view.isFailoverInProgress),
    ...(outdated !== undefined && { outdated }),
  };
}

function outdatedBy(agreed: string, monitoring: readonly MonitoringSentinel[], masters: readonly ServingMember[]): Outdated | undefined {
  const sentinels = monitoring.filter(({ view }) => view.masterHost === agreed);
  const epoch = Math.max(...sentinels.map(({ view }) => view.configEpoch));
  const later = monitoring.filter(({ view }) => view.masterHost !== agreed && view.configEpoch > epoch);
  const successor = masters.find(({ host }) => later.some(({ view }) => view.masterHost === host));
  return successor && { sentinels, successor };
}

export function isServing(member: DataMember): member is ServingMember {
  return member.server.state === 'serving';
}

export function isMonitoring(sentinel: SentinelMember): sentinel is MonitoringSentinel {
  return sentinel.view.state === 'monitoring';
}
