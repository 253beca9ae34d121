import { majorityValue } from '@dataservices/plan';
import type { MonitoringView, ServingView } from '../client/port.ts';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';

export type ServingMember = DataMember & { readonly server: ServingView };
export type MonitoringSentinel = SentinelMember & { readonly view: MonitoringView };

/** Who leads, as far as it can be known without trusting a single voice. */
export type Leadership = {
  /** The host that a majority of all sentinels names, silent ones counted as naming nobody. */
  readonly named?: string;
  /** Named by that majority, and says itself that it is the master. */
  readonly master?: ServingMember;
  readonly servingMasters: readonly ServingMember[];
  readonly servingReplicas: readonly ServingMember[];
  readonly monitoring: readonly MonitoringSentinel[];
  readonly bare: readonly SentinelMember[];
  readonly isFailoverInProgress: boolean;
};

export function leadershipOf({ members, sentinels }: Observed): Leadership {
  const monitoring = sentinels.filter(isMonitoring);
  const serving = members.filter(isServing);
  const servingMasters = serving.filter(({ server }) => server.role === 'master');
  const named = majorityValue(
    monitoring.map(({ view }) => view.masterHost),
    sentinels.length,
  );
  const master = servingMasters.find(({ host }) => host === named);
  return {
    ...(named !== undefined && { named }),
    ...(master !== undefined && { master }),
    servingMasters,
    servingReplicas: serving.filter(({ server }) => server.role === 'replica'),
    monitoring,
    bare: sentinels.filter(({ view }) => view.state === 'bare'),
    isFailoverInProgress: monitoring.some(({ view }) => view.isFailoverInProgress),
  };
}

export function isServing(member: DataMember): member is ServingMember {
  return member.server.state === 'serving';
}

export function isMonitoring(sentinel: SentinelMember): sentinel is MonitoringSentinel {
  return sentinel.view.state === 'monitoring';
}
