import { secretsOfGoneUsers, unwantedNetworkPolicies } from '@dataservices/members';
import { firstMatch, isDryRun, type KubeObject, type Plan, previewed } from '@dataservices/plan';
import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { standingBudgets } from '../resources/disruption-budgets.ts';
import { unwantedServices } from './addresses.ts';
import { awaitMembers } from './await-members.ts';
import { clearThrottles } from './clear-throttles.ts';
import { cancelDrain, drainBrokers } from './drain-brokers.ts';
import { electLeaders } from './elect-leaders.ts';
import { finishUpgrade } from './finish-upgrade.ts';
import { foundCluster } from './found-cluster.ts';
import { growVolumes } from './grow-volumes.ts';
import { issueClientCertificates } from './issue-client-certificates.ts';
import { keepData } from './keep-data.ts';
import { keepQuorum } from './keep-quorum.ts';
import { keepSettings } from './keep-settings.ts';
import { keepUsers } from './keep-users.ts';
import { recordOrigin } from './origin.ts';
import { podMarks } from './pod-marks.ts';
import { renewCertificates } from './renew-certificates.ts';
import { replaceMember } from './replace-member.ts';
import { replaceStuckMember } from './replace-stuck-member.ts';
import { takeDownRequest } from './requests.ts';
import { restartExpired } from './restart-expired.ts';
import { restartUnregistered } from './restart-unregistered.ts';
import { markRetired, retireVolume } from './retire-volume.ts';
import { rollOneMember } from './roll-one-member.ts';
import type { KafkaRule } from './rule.ts';
import { spreadPartitions } from './spread-partitions.ts';
import { stalledReason } from './stalled.ts';
import { unregisterBroker } from './unregister-broker.ts';

/** What keeps a running cluster running. Who leads which partition is for Kafka to settle. Nothing ever gates these. */
export const healing: readonly KafkaRule[] = [
  growVolumes, // volumes that are smaller than asked for
  keepData, // volumes that were to go with the cluster, and are to be kept
  takeDownRequest, // a new request by annotation
  markRetired, // a volume whose member has left, or is back
  renewCertificates, // certificates, and whom they are by
  issueClientCertificates, // certificates of users
];

/** What makes or changes a cluster; not while a person has to decide something first. */
export const changes: readonly KafkaRule[] = [
  recordOrigin, // a new object
  replaceStuckMember, // a pod of an outdated template that does not become ready
  restartExpired, // a certificate that ran out
  foundCluster, // no cluster yet
  keepUsers, // a user that is absent, has another password, or is to go
  keepQuorum, // controllers that are to vote, or no longer
  unregisterBroker, // a broker that has gone
  cancelDrain, // a broker that was to leave and is wanted again
  restartUnregistered, // a broker that runs, and that the cluster does not know
  drainBrokers, // more brokers than asked for
  spreadPartitions, // a broker that has joined
  replaceMember, // a member to be replaced with its volume, as asked
  rollOneMember, // a changed template, or another certificate
  keepSettings, // settings that need no restart
  finishUpgrade, // a new version that runs everywhere
  clearThrottles, // limits of moves that have ended
  electLeaders, // leaders that are not where they are to be
  retireVolume, // a volume that is to go
  awaitMembers, // nothing to do but wait
];

/** Brokers and partitions change outside Kubernetes: no event tells of it. */
const resyncMs = 10_000;

/** What a step changes in Kafka alone brings no event, nor does a Secret that is gone: nobody would look at what came of it. */
const afterStepMs = 500;

/** What is to be done about one KafkaCluster now. Total, deterministic, and free of effects. */
export function plan(observed: Observed): Plan<KafkaAction> {
  const { metadata, spec } = observed.cluster;
  const marks = podMarks(observed);
  const upkeep = [...marks, ...standingBudgets(observed)];
  if (spec.paused) return { applies: upkeep, requeueAfterMs: resyncMs };
  const whole = wholePlan(observed, marks);
  return isDryRun(metadata) ? previewed(whole, upkeep) : whole;
}

function wholePlan(observed: Observed, marks: readonly KubeObject[]): Plan<KafkaAction> {
  const rules = stalledReason(observed) === undefined ? [...healing, ...changes] : healing;
  const step = firstMatch(rules, observed);
  const prunes = [...unwantedServices(observed), ...unwantedNetworkPolicies(observed), ...secretsOfGoneUsers(observed.former)];
  const hasActions = prunes.length > 0 || (step !== undefined && step.actions.length > 0);
  const requeueAfterMs = step?.requeueAfterMs ?? (hasActions ? afterStepMs : resyncMs);
  return {
    creates: observed.missingSecrets,
    applies: [...marks, ...desiredObjects(observed)],
    prunes,
    ...(step !== undefined && { step }),
    requeueAfterMs,
  };
}
