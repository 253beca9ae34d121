import { type KubeObject, labelKeys } from '@dataservices/plan';
import type { KafkaMember, Observed } from '../observed.ts';
import { addressesAnnotation, isFoundingOrder, joinOrder, noRack, orderAnnotation, rackAnnotation } from '../resources/order.ts';
import { addressesFor } from './addresses.ts';
import { allMembers, isHealthy } from './health.ts';
import { clusterIdOf } from './identity.ts';
import type { KraftRecord } from './origin.ts';
import { isToBeFounded } from './origin.ts';

/**
 * What each pod is marked with: its role as far as it plays it, where a broker stands and is reached, and what a controller is to do if its volume
 * is empty.
 */
export function podMarks(observed: Observed): readonly KubeObject[] {
  return allMembers(observed).flatMap((member) => marked(observed, member));
}

function marked(observed: Observed, member: KafkaMember): readonly KubeObject[] {
  const { pod } = member;
  if (pod === undefined || pod.isTerminating) return [];
  const role = roleIn(observed, member);
  const order = orderFor(observed, member);
  const rack = rackFor(observed, member);
  const addresses = addressesFor(observed, member);
  const isTold = order === member.order && rack === member.rack && addresses === member.addresses;
  if (role === pod.roleLabel && isTold) return [];
  // The order to found is not of this writer, and stays for as long as the pod does.
  const isOwnOrder = order !== undefined && !isFoundingOrder(order);
  const annotations = {
    ...(isOwnOrder && { [orderAnnotation]: order }),
    ...(rack !== undefined && { [rackAnnotation]: rack }),
    ...(addresses !== undefined && { [addressesAnnotation]: addresses }),
  };
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
        ...(Object.keys(annotations).length > 0 && { annotations }),
      },
    },
  ];
}

/** While nobody says who does its part, nothing changes. */
function roleIn(observed: Observed, member: KafkaMember): string | undefined {
  const isKnown = member.role === 'broker' ? observed.kafka !== undefined : observed.quorum?.leaderId !== undefined;
  if (!isKnown) return member.pod?.roleLabel;
  return isHealthy(observed, member) ? member.role : undefined;
}

/**
 * A controller joins once the status says that there is a cluster. What a pod was told it is told for good: a volume that was lost comes with
 * another pod.
 */
function orderFor(observed: Observed, { role, order }: KafkaMember): string | undefined {
  if (role === 'broker' || order !== undefined) return order;
  const record: KraftRecord | undefined = observed.cluster.status.kraft;
  return record === undefined || isToBeFounded(observed) ? undefined : joinOrder(clusterIdOf(observed));
}

/** The zone of its node; a node that is not known yet, or does not report, says nothing. */
function rackFor({ cluster }: Observed, { role, rack, pod }: KafkaMember): string | undefined {
  if (role === 'controller' || cluster.spec.rack.mode === 'None' || pod?.node === undefined || pod.isNodeLost) return rack;
  return pod.zone ?? noRack;
}
