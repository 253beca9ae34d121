import type { Observed, RabbitmqMember } from '../observed.ts';
import { pluginsAnnotation, wantedPlugins } from '../resources/plugins.ts';
import { isServing } from './cluster.ts';
import type { RabbitmqRule } from './rule.ts';

/**
 * Precondition: a running node has other plugins enabled than are asked for, and its pod was not told so.
 * Effect: an annotation of the pod changes, so that its kubelet brings the list now and not at its next look at every pod. The node enables
 * and disables them by itself, without a restart.
 *
 * Prevents: a Service that shows the port of a plugin for minutes before any node opens it.
 */
export const announcePlugins: RabbitmqRule = (observed) => {
  const value = wantedPlugins(observed.cluster).join(',');
  const told = membersWithOtherPlugins(observed).filter(({ plugins, pod }) => plugins !== value && pod?.isTerminating !== true);
  if (told.length === 0) return undefined;
  return {
    rule: 'AnnouncePlugins',
    reason: `${told.map(({ name }) => name).join(', ')}: other plugins are asked for`,
    actions: told.flatMap(({ pod }) =>
      pod === undefined
        ? []
        : [{ kind: 'annotate-pod' as const, pod: pod.name, uid: pod.uid, annotations: { [pluginsAnnotation]: value } }],
    ),
    requeueAfterMs: 1_000,
  };
};

/** Running nodes that have not the plugins that are asked for. */
export function membersWithOtherPlugins({ members, cluster }: Observed): readonly RabbitmqMember[] {
  const wanted = wantedPlugins(cluster).join(',');
  const isOther = (member: RabbitmqMember) =>
    isServing(member) && member.server.plugins !== undefined && member.server.plugins.toSorted().join(',') !== wanted;
  return members.filter(isOther);
}
