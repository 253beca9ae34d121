import { annotationKeys, type KubeObject } from '@dataservices/plan';
import type { StatefulSet } from '@dataservices/resources';
import { canLoseVoter } from '../plan/quorum.ts';
import { orderAnnotation, rackAnnotation } from '../resources/order.ts';
import { names } from './observed-builder.ts';
import type { SimulatedKafka } from './simulated-kafka.ts';
import {
  addVoter,
  alterConfigs,
  alterReassignments,
  type Change,
  electPreferred,
  removeVoter,
  unregisterBroker,
  updateFeature,
} from './simulated-kafka-changes.ts';
import { quorumView } from './simulated-kafka-views.ts';
import { runningIn, type World, type WorldAction } from './world.ts';
import { changePod, changeVolume } from './world-parts.ts';
import { changeUser } from './world-users.ts';

export function apply(world: World, objects: readonly KubeObject[]): World {
  return objects.reduce(applyOne, world);
}

function applyOne(world: World, object: KubeObject): World {
  const { kind, metadata } = object;
  if (kind === 'StatefulSet') {
    const role = metadata.name === names.data ? 'broker' : 'controller';
    return { ...world, sets: { ...world.sets, [role]: object as StatefulSet } };
  }
  if (kind !== 'Pod') return world;
  const { [orderAnnotation]: order, [rackAnnotation]: rack } = metadata.annotations ?? {};
  return changePod(world, metadata.uid, { ...(order !== undefined && { order }), ...(rack !== undefined && { rack }) });
}

export function perform(world: World, action: WorldAction): World {
  switch (action.kind) {
    case 'write-status':
      return { ...world, status: action.status };
    case 'order-founding':
      return world.status.kraft?.formed === false ? changePod(world, action.uid, { order: action.order }) : world;
    case 'delete-pod':
      return changePod(world, action.uid, { isTerminating: true });
    case 'condemn-claim':
    case 'delete-claim':
      return changeVolume(world, action.uid, { isTerminating: true });
    case 'annotate-claim':
      return changeVolume(world, action.uid, { isRetired: (action.annotations[annotationKeys.retired] ?? undefined) !== undefined });
    case 'annotate-pod':
    case 'change-certificates':
    case 'issue-client-certificate':
    case 'resize-claim':
    case 'disown':
      return world;
    case 'write-user':
    case 'delete-user':
      return world.kafka?.leaderId === undefined ? world : changeUser(world, action);
    default:
      return world.kafka?.leaderId === undefined ? world : onKafka(world, world.kafka, action);
  }
}

type OnKafka = Extract<
  WorldAction,
  {
    readonly kind:
      | 'add-voter'
      | 'remove-voter'
      | 'unregister-broker'
      | 'alter-settings'
      | 'move-partitions'
      | 'elect-leaders'
      | 'finish-upgrade';
  }
>;

function onKafka(world: World, kafka: SimulatedKafka, action: OnKafka): World {
  const changed = (change: Change): World => ('error' in change ? world : { ...world, kafka: change });
  switch (action.kind) {
    case 'add-voter':
      return changed(addVoter(kafka, { id: action.nodeId, directoryId: action.directoryId }));
    case 'remove-voter': {
      const voter = { id: action.nodeId, directoryId: action.directoryId };
      return canLoseVoter(quorumView(kafka, runningIn(world)), voter) === true ? changed(removeVoter(kafka, voter)) : world;
    }
    case 'unregister-broker':
      return changed(unregisterBroker(kafka, action.nodeId));
    case 'alter-settings':
      return changed(alterConfigs(kafka, action.changes));
    case 'move-partitions':
      return changed(alterReassignments(kafka, action.moves).kafka);
    case 'elect-leaders':
      return changed(electPreferred(kafka, action.partitions).kafka);
    case 'finish-upgrade':
      return changed(updateFeature(kafka, action.feature, action.level));
  }
}
