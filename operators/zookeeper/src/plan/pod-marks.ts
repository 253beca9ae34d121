import { type KubeObject, labelKeys } from '@dataservices/plan';
import { clientAddress } from '../membership.ts';
import type { Observed, ZookeeperMember } from '../observed.ts';
import { isFoundingOrder, joinOrder, orderAnnotation } from '../resources/order.ts';
import { ensembleOf, entryOf, isServing } from './ensemble.ts';
import { isHealthy } from './health.ts';
import { clusterIdOf } from './identity.ts';
import { isToBeFounded } from './origin.ts';

/**
 * What each pod is marked with: its role, and what it is to do if its volume is empty. Never waits for anything else to be well: a
 * member whose volume was lost must get back whatever state the rest is in.
 *
 * While nobody is known to lead, nothing changes.
 */
export function podMarks(observed: Observed): readonly KubeObject[] {
  return observed.members.flatMap((member) => marked(observed, member));
}

function marked(observed: Observed, member: ZookeeperMember): readonly KubeObject[] {
  const { pod } = member;
  if (pod === undefined || pod.isTerminating || ensembleOf(observed) === undefined) return [];
  const role = isHealthy(observed, member) && isServing(member) ? member.server.role : undefined;
  const order = orderFor(observed, member);
  if (role === pod.roleLabel && order === member.order) return [];
  // The order to found is not of this writer, and stays for as long as the pod does.
  const isOwnOrder = order !== undefined && !isFoundingOrder(order);
  return [
    {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: {
        name: pod.name,
        namespace: observed.names.namespace,
        // Makes the server refuse to create a pod out of this if the observed one is gone.
        uid: pod.uid,
        labels: role === undefined ? {} : { [labelKeys.role]: role },
        ...(isOwnOrder && { annotations: { [orderAnnotation]: order } }),
      },
    },
  ];
}

/** An order that was given stays, but for the names in it while its pod does not serve. */
function orderFor(observed: Observed, member: ZookeeperMember): string | undefined {
  const ensemble = ensembleOf(observed);
  const { order } = member;
  if (ensemble === undefined || isToBeFounded(observed) || isServing(member)) return order;
  if (order !== undefined && isFoundingOrder(order)) return order;
  const isWanted = member.ordinal < observed.cluster.spec.replicas || entryOf(ensemble, member) !== undefined;
  if (!isWanted) return order;
  const { membership } = ensemble;
  const address = clientAddress(observed.cluster.spec.tls.mode);
  return joinOrder({ clusterId: clusterIdOf(observed), mark: member.claim?.retiredMark, membership, address });
}
