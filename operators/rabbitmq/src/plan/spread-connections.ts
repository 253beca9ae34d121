import type { RabbitmqCluster } from '@dataservices/api';
import type { RabbitmqAction } from '../action.ts';
import type { ConnectionView } from '../client/port.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { clusterOf, spokesman } from './cluster.ts';
import { isWhole, wantedMembers } from './health.ts';
import type { RabbitmqRule } from './rule.ts';

/** A twentieth of all at a time, and no more than this: their clients all connect anew at once. */
const mostAtOnce = 50;
const partAtOnce = 20;
/** So many of all stay as they are. With four nodes a quarter of those that are closed comes to the new one: with less it would hardly be noticed. */
const keptPart = 0.25;
/** A node with so much of its share has enough: clients choose by chance. */
const enoughOfShare = 0.75;
/** What was closed is in the statistics for some seconds more. */
const statisticsMs = 6_000;

/** Whether it has to be known which connections there are. */
export function hasConnectionsToSpread({ spec, status }: Pick<RabbitmqCluster, 'spec' | 'status'>): boolean {
  const { spreadOver } = status.formation ?? {};
  return spec.connections.spreadAfterJoin === 'Enabled' && spreadOver !== undefined && spreadOver < spec.replicas;
}

/** Over how many nodes connections are spread by now, for the status; undefined while that is not what it was, or nobody wants to know. */
export function spreadOver(observed: Observed): number | undefined {
  const { spec, status } = observed.cluster;
  const before = status.formation?.spreadOver;
  if (spec.connections.spreadAfterJoin === 'Disabled' || spec.replicas === 0 || !isWhole(observed)) return before;
  const isSpread = !hasConnectionsToSpread(observed.cluster) || (observed.connections !== undefined && surplus(observed).length === 0);
  return isSpread ? spec.replicas : before;
}

/**
 * Precondition: `connections.spreadAfterJoin` is Enabled, the cluster is whole, and a node that has joined has far fewer connections than
 * its share.
 * Effect: some of the connections that are older than that node are closed, the oldest first, on nodes that have more than their share. Each
 * at most once, since it is younger when it is back; and at most three quarters of all.
 *
 * Prevents: a node that has joined and serves nobody, because clients stay where they are.
 */
export const spreadConnections: RabbitmqRule = (observed) => {
  const { cluster, connections = [] } = observed;
  const known = clusterOf(observed);
  const speaker = known === undefined ? undefined : spokesman(known);
  if (speaker === undefined || !hasConnectionsToSpread(cluster) || !isWhole(observed)) return undefined;
  const closed = surplus(observed);
  if (closed.length === 0) return undefined;
  const joined = joinedMembers(observed);
  const count = connections.filter(({ node }) => joined.some((member) => member.node === node)).length;
  const names = joined.map(({ name }) => name).join(', ');
  return {
    rule: 'SpreadConnections',
    reason: `${names}: ${count} of ${connections.length} connections; ${closed.length} old ones are closed elsewhere`,
    actions: closed.map(({ name }): RabbitmqAction => ({ kind: 'close-connection', pod: speaker.name, connection: name })),
    requeueAfterMs: statisticsMs,
  };
};

function joinedMembers(observed: Observed): readonly RabbitmqMember[] {
  const before = observed.cluster.status.formation?.spreadOver ?? observed.cluster.spec.replicas;
  return wantedMembers(observed).filter(({ ordinal }) => ordinal >= before);
}

/** Those that are to be closed next. */
function surplus(observed: Observed): readonly ConnectionView[] {
  const { connections = [] } = observed;
  const joined = joinedMembers(observed);
  const share = connections.length / wantedMembers(observed).length;
  const byNode = Map.groupBy(connections, ({ node }) => node);
  const countOn = (node: string) => byNode.get(node)?.length ?? 0;
  if (joined.every(({ node }) => countOn(node) >= Math.floor(share * enoughOfShare))) return [];
  const sinceMs = Math.max(...joined.map(({ madeMs }) => madeMs ?? observed.now));
  const isOld = ({ connectedAtMs }: ConnectionView) => connectedAtMs < sinceMs;
  const permitted = connections.filter(isOld).length - Math.ceil(connections.length * keptPart);
  const batch = Math.min(mostAtOnce, Math.ceil(connections.length / partAtOnce), permitted);
  const beyondShare = [...byNode.values()].flatMap((all) =>
    oldestFirst(all.filter(isOld)).slice(0, Math.max(0, all.length - Math.ceil(share))),
  );
  return oldestFirst(beyondShare).slice(0, Math.max(0, batch));
}

function oldestFirst(connections: readonly ConnectionView[]): readonly ConnectionView[] {
  return connections.toSorted((a, b) => a.connectedAtMs - b.connectedAtMs);
}
