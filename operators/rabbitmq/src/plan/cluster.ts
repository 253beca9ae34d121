import { majority } from '@dataservices/plan';
import type { ServingView } from '../client/port.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';

export type ServingMember = RabbitmqMember & { readonly server: ServingView };

/** The cluster by the account of most of its nodes. */
export type Cluster = {
  /** Every node that is a member, running or not. */
  readonly nodes: readonly string[];
  /** Those who say so, by ordinal. Whoever says otherwise is not of this cluster, whatever the others think of it. */
  readonly reporters: readonly ServingMember[];
};

/**
 * The cluster, where one is known: the members that most of these very members name. No single account is believed: a node that lost its
 * data is alone by its own account, while all others still list it as running.
 */
export function clusterOf({ members }: Pick<Observed, 'members'>): Cluster | undefined {
  const serving = members.filter(isServing);
  const accounts = Map.groupBy(serving, accountOf);
  const clusters = [...accounts.values()].flatMap((reporters): readonly Cluster[] => {
    const nodes = nodesNamedBy(reporters[0]);
    return reporters.length >= majority(nodes.length) ? [{ nodes, reporters }] : [];
  });
  return clusters.toSorted((a, b) => b.nodes.length - a.nodes.length)[0];
}

/** Whether all who say anything name the same members. */
export function doViewsAgree(members: readonly RabbitmqMember[]): boolean {
  return new Set(members.filter(isServing).map(accountOf)).size <= 1;
}

export function isServing(member: RabbitmqMember): member is ServingMember {
  return member.server.state === 'serving';
}

export function isNodeOf({ nodes }: Cluster, { node }: Pick<RabbitmqMember, 'node'>): boolean {
  return nodes.includes(node);
}

/** Whether the member is of the cluster by its own account as well. */
export function isReporter({ reporters }: Cluster, { name }: Pick<RabbitmqMember, 'name'>): boolean {
  return reporters.some((reporter) => reporter.name === name);
}

/** Whether none of the cluster's nodes has a connection to this one. */
export function isStopped({ reporters }: Cluster, { node, name }: Pick<RabbitmqMember, 'node' | 'name'>): boolean {
  const others = reporters.filter((reporter) => reporter.name !== name);
  return others.every(({ server }) => server.peers.some((peer) => peer.node === node && !peer.isRunning));
}

/** The one that is asked, and told, what concerns the whole cluster: one that takes clients, if any does. */
export function spokesman({ reporters }: Cluster): ServingMember | undefined {
  return reporters.find(({ server, pod }) => server.isInService && pod?.isTerminating !== true) ?? reporters[0];
}

function accountOf(member: ServingMember): string {
  return nodesNamedBy(member).join(' ');
}

function nodesNamedBy(member: ServingMember | undefined): readonly string[] {
  return (member?.server.peers ?? []).map(({ node }) => node).toSorted();
}
