import { secretsOfGoneUsers, unwantedNetworkPolicies } from '@dataservices/members';
import { firstMatch, isDryRun, type KubeObject, type Plan, previewed } from '@dataservices/plan';
import type { RabbitmqAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { standingBudget } from '../resources/disruption-budget.ts';
import { announcePlugins } from './announce-plugins.ts';
import { awaitMembers } from './await-members.ts';
import { balanceLeaders } from './balance-leaders.ts';
import { balanceMembers } from './balance-members.ts';
import { enableFeatureFlags } from './enable-feature-flags.ts';
import { foundCluster } from './found-cluster.ts';
import { growVolumes } from './grow-volumes.ts';
import { keepData } from './keep-data.ts';
import { keepUsers } from './keep-users.ts';
import { endTask, leaveCluster } from './leave-cluster.ts';
import { moveQueues } from './move-queues.ts';
import { recordOrigin } from './origin.ts';
import { placeMembers } from './place-members.ts';
import { placeStreamMembers } from './place-stream-members.ts';
import { podMarks } from './pod-marks.ts';
import { announceCertificates, renewCertificates } from './renew-certificates.ts';
import { replaceMember } from './replace-member.ts';
import { replaceStuckMember } from './replace-stuck-member.ts';
import { takeDownRequest } from './requests.ts';
import { markRetired, retireVolume } from './retire-volume.ts';
import { returnMember } from './return-member.ts';
import { rollOneMember } from './roll-one-member.ts';
import type { RabbitmqRule } from './rule.ts';
import { spreadConnections } from './spread-connections.ts';
import { stalledReason } from './stalled.ts';

/** What keeps a running cluster running. Who leads which queue is for RabbitMQ to settle. Nothing ever gates these. */
export const healing: readonly RabbitmqRule[] = [
  growVolumes, // volumes that are smaller than asked for
  keepData, // volumes and Secrets that were to go with the cluster, and are to be kept
  takeDownRequest, // a new request by annotation
  endTask, // a node that has been forgotten
  markRetired, // a volume whose node has left, or is back
  renewCertificates, // certificates, and whom they are by
];

/** What makes or changes a cluster; not while a person has to decide something first. */
export const changes: readonly RabbitmqRule[] = [
  recordOrigin, // a new object
  replaceStuckMember, // a pod of an outdated template that does not become ready
  foundCluster, // no cluster yet
  returnMember, // a node that was to leave and is wanted again
  keepUsers, // a user that is absent, has another password, or is to go
  placeMembers, // queues with fewer members than they are to have
  moveQueues, // classic queues on a node that is to leave
  leaveCluster, // more nodes than asked for
  replaceMember, // a node to be replaced with its volume, as asked
  rollOneMember, // a changed template
  enableFeatureFlags, // what a new version brings, and the next one needs
  balanceMembers, // nodes that have joined, and have no members of queues
  balanceLeaders, // nodes that have joined or restarted
  spreadConnections, // connections that stay where they were when a node has joined
  placeStreamMembers, // streams with fewer members than they are to have
  retireVolume, // a volume that is to go
  announcePlugins, // other plugins that a node has not enabled
  announceCertificates, // other certificates that a node has not loaded
  awaitMembers, // nothing to do but wait
];

/** Nodes and queues change outside Kubernetes: no event tells of it. */
const resyncMs = 10_000;

/** What a step changes in the service alone brings no event: nobody would look at what came of it. */
const afterStepMs = 500;

/** What is to be done about one RabbitmqCluster now. Total, deterministic, and free of effects. */
export function plan(observed: Observed): Plan<RabbitmqAction> {
  const { metadata, spec } = observed.cluster;
  const marks = podMarks(observed);
  const upkeep = [...marks, ...standingBudget(observed)];
  if (spec.paused) return { applies: upkeep, requeueAfterMs: resyncMs };
  const whole = wholePlan(observed, marks);
  return isDryRun(metadata) ? previewed(whole, upkeep) : whole;
}

function wholePlan(observed: Observed, marks: readonly KubeObject[]): Plan<RabbitmqAction> {
  const rules = stalledReason(observed) === undefined ? [...healing, ...changes] : healing;
  const step = firstMatch(rules, observed);
  const prunes = [...unwantedNetworkPolicies(observed), ...secretsOfGoneUsers(observed.former)];
  const hasActions = prunes.length > 0 || (step !== undefined && step.actions.length > 0);
  const requeueAfterMs = step?.requeueAfterMs ?? (hasActions ? afterStepMs : resyncMs);
  return {
    creates: observed.secrets.missing,
    applies: [...marks, ...desiredObjects(observed)],
    prunes,
    ...(step !== undefined && { step }),
    requeueAfterMs,
  };
}
