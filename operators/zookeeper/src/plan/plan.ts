import { unwantedNetworkPolicies } from '@dataservices/members';
import { firstMatch, isDryRun, type KubeObject, type Plan, previewed, type Step } from '@dataservices/plan';
import type { ZookeeperAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { awaitMembers } from './await-members.ts';
import { changeMembership } from './change-membership.ts';
import { confirmMembership } from './confirm-membership.ts';
import { foundEnsemble } from './found-ensemble.ts';
import { growVolumes } from './grow-volumes.ts';
import { keepData } from './keep-data.ts';
import { keepUsers } from './keep-users.ts';
import { recordOrigin } from './origin.ts';
import { nextGraceEndMs } from './passwords.ts';
import { podMarks } from './pod-marks.ts';
import { announceCertificates, renewCertificates } from './renew-certificates.ts';
import { replaceMember } from './replace-member.ts';
import { replaceStuckMember } from './replace-stuck-member.ts';
import { takeDownRequest } from './requests.ts';
import { markRetired, retireVolume } from './retire-volume.ts';
import { rollOneMember } from './roll-one-member.ts';
import type { ZookeeperRule } from './rule.ts';
import { otherEnsemble, stalledReason } from './stalled.ts';
import { takeTurns } from './take-turns.ts';

/** What keeps a running ensemble running. Who leads is for ZooKeeper to settle. Nothing ever gates these. */
export const healing: readonly ZookeeperRule[] = [
  keepData, // volumes and Secrets that were to go with the ensemble, and are to be kept
  growVolumes, // volumes that are smaller than asked for
  takeDownRequest, // a new request by annotation
  renewCertificates, // certificates, and whom they are by
];

/** Never gated either, and in turns with the changes: who may do what, and with which password. */
export const users: ZookeeperRule = keepUsers;

/** What makes or changes an ensemble; not while a person has to decide something first. */
export const changes: readonly ZookeeperRule[] = [
  recordOrigin, // a new object
  replaceStuckMember, // a pod of an outdated template that does not become ready
  foundEnsemble, // no ensemble yet
  changeMembership, // more or fewer members, or voters
  confirmMembership, // a member that has just left
  replaceMember, // a member to be replaced with its volume, as asked
  rollOneMember, // a changed template
  markRetired, // a volume whose member has left, or is back
  retireVolume, // a volume that is to go
  announceCertificates, // other certificates that a member has not loaded
  awaitMembers, // nothing to do but wait
];

/** The ensemble elects and changes outside Kubernetes: no event tells of it. */
const resyncMs = 10_000;

/** What a step changes in the service alone brings no event: nobody would look at what came of it. */
const afterStepMs = 500;

/** What is to be done about one ZookeeperCluster now. Total, deterministic, and free of effects. */
export function plan(observed: Observed): Plan<ZookeeperAction> {
  const { metadata, spec } = observed.cluster;
  const marks = podMarks(observed);
  if (spec.paused) return { applies: marks, requeueAfterMs: resyncMs };
  const whole = wholePlan(observed, marks);
  return isDryRun(metadata) ? previewed(whole, marks) : whole;
}

function wholePlan(observed: Observed, marks: readonly KubeObject[]): Plan<ZookeeperAction> {
  const step = stepOf(observed);
  const prunes = [...unwantedNetworkPolicies(observed), ...observed.secrets.former.flatMap(({ secrets }) => secrets)];
  const hasActions = prunes.length > 0 || (step !== undefined && step.actions.length > 0);
  const requeueAfterMs = Math.min(step?.requeueAfterMs ?? (hasActions ? afterStepMs : resyncMs), nextGraceEndMs(observed));
  return {
    creates: observed.secrets.missing,
    applies: [...marks, ...desiredObjects(observed)],
    prunes,
    ...(step !== undefined && { step }),
    requeueAfterMs,
  };
}

function stepOf(observed: Observed): Step<ZookeeperAction> | undefined {
  return firstMatch(healing, observed) ?? takeTurns(observed, users(observed), changeOf(observed));
}

function changeOf(observed: Observed): Step<ZookeeperAction> | undefined {
  const stall = stalledReason(observed);
  if (stall === undefined) return firstMatch(changes, observed);
  // Which of two ensembles may go is for a person to decide, and this is how it is said.
  return stall.reason === otherEnsemble ? replaceMember(observed) : undefined;
}
