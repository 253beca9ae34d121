import { firstMatch, isDryRun, type KubeObject, type Plan, previewed } from '@dataservices/plan';
import type { RedisAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import { desiredObjects, unwantedObjects } from '../resources/desired.ts';
import { nextGraceEndMs } from './access.ts';
import { awaitMembers } from './await-members.ts';
import { configureBareSentinel } from './configure-bare-sentinel.ts';
import { correctDivergedSentinel } from './correct-diverged-sentinel.ts';
import { fenceSecondMaster } from './fence-second-master.ts';
import { finishSwitchOver } from './finish-switch-over.ts';
import { followOnlyMaster } from './follow-only-master.ts';
import { forgetGhostSentinels } from './forget-ghost-sentinels.ts';
import { foundCluster } from './found-cluster.ts';
import { growVolumes } from './grow-volumes.ts';
import { handOverBeforeRemoval } from './hand-over-before-removal.ts';
import { handOverBeforeStop } from './hand-over-before-stop.ts';
import { keepData } from './keep-data.ts';
import { keepUsers } from './keep-users.ts';
import { reconnectSentinel } from './reconnect-sentinel.ts';
import { recoverWithoutMaster } from './recover-without-master.ts';
import { announceCertificates, renewCertificates } from './renew-certificates.ts';
import { replaceMember } from './replace-member.ts';
import { replaceStuckMember } from './replace-stuck-member.ts';
import { repointStrayReplica } from './repoint-stray-replica.ts';
import { takeDownRequest } from './requests.ts';
import { markRetainedVolume } from './retained-volume.ts';
import { retireVolume } from './retire-volume.ts';
import { roleLabels } from './role-labels.ts';
import { rollOneMember } from './roll-one-member.ts';
import { announcePasswords, rotatePasswords } from './rotate-passwords.ts';
import type { RedisRule } from './rule.ts';
import { setLiveConfig } from './set-live-config.ts';
import { speedUpFailover } from './speed-up-failover.ts';
import { stalledReason } from './stalled.ts';
import { switchOverOnRequest } from './switch-over-on-request.ts';
import { tuneSentinel } from './tune-sentinel.ts';

/** What keeps running service running, in the order of its urgency: who leads, then who follows. Nothing ever gates these. */
export const healing: readonly RedisRule[] = [
  finishSwitchOver, // a hand-over that was cut short
  fenceSecondMaster, // two masters
  handOverBeforeStop, // a master that is being stopped
  speedUpFailover, // a master that is gone for certain
  configureBareSentinel, // a sentinel that knows no master
  correctDivergedSentinel, // a sentinel that names another master
  repointStrayReplica, // a replica that follows another host
  tuneSentinel, // quorum, timeouts, password
  keepUsers, // who may do what, and with which password
  rotatePasswords, // the parts' own passwords, as asked
  announcePasswords, // members that do not present them yet
  setLiveConfig, // settings that follow the number of members
  renewCertificates, // certificates and their authorities
  announceCertificates, // members that have not loaded them
  keepData, // volumes and Secrets that were to go with the cluster, and are to be kept
  growVolumes, // volumes that are smaller than asked for
  markRetainedVolume, // a volume that its member has left behind, or is back with
  takeDownRequest, // a new request by annotation
  followOnlyMaster, // sentinels that name somebody who does not lead
  reconnectSentinel, // a sentinel that asks at an address which is another's by now
];

/** What makes or changes a cluster; not while a person has to decide something first. */
export const changes: readonly RedisRule[] = [
  foundCluster, // no data anywhere
  replaceStuckMember, // a bad template taken back
  recoverWithoutMaster, // data, but nobody who leads
  forgetGhostSentinels, // sentinels that have left
  handOverBeforeRemoval, // a master that is to leave
  switchOverOnRequest, // another member is to lead, as asked
  replaceMember, // a member to be replaced with its volume, as asked
  rollOneMember, // a changed template
  retireVolume, // a volume whose member has left
  awaitMembers, // nothing to do but wait
];

/** A service drifts outside Kubernetes too: somebody reconfigures a sentinel, a link breaks. */
const resyncMs = 30_000;

/** What a step changes in the service alone brings no event: nobody would look at what came of it. */
const afterStepMs = 500;

/** What is to be done about one RedisCluster now. Total, deterministic, and free of effects. */
export function plan(observed: Observed): Plan<RedisAction> {
  const { metadata, spec } = observed.cluster;
  const labels = roleLabels(observed);
  if (spec.paused) return { applies: labels, requeueAfterMs: resyncMs };
  const whole = wholePlan(observed, labels);
  return isDryRun(metadata) ? previewed(whole, labels) : whole;
}

function wholePlan(observed: Observed, labels: readonly KubeObject[]): Plan<RedisAction> {
  const creates = observed.secrets.missing;
  const applies = [...labels, ...desiredObjects(observed)];
  const prunes = unwantedObjects(observed);
  const rules = stalledReason(observed) === undefined ? [...healing, ...changes] : healing;
  const step = firstMatch(rules, observed);
  const isChanging = creates.length > 0 || (step !== undefined && step.actions.length > 0);
  const requeueAfterMs = Math.min(step?.requeueAfterMs ?? (isChanging ? afterStepMs : resyncMs), nextGraceEndMs(observed));
  return { creates, applies, prunes, ...(step !== undefined && { step }), requeueAfterMs };
}
