import type { V1TopologySpreadConstraint } from '@kubernetes/client-node';

/** One member a zone and one a node where there are enough of them; never a reason not to run. */
export function softSpread(selector: Readonly<Record<string, string>>): V1TopologySpreadConstraint[] {
  return ['topology.kubernetes.io/zone', 'kubernetes.io/hostname'].map((topologyKey) => ({
    maxSkew: 1,
    topologyKey,
    whenUnsatisfiable: 'ScheduleAnyway',
    labelSelector: { matchLabels: { ...selector } },
  }));
}
