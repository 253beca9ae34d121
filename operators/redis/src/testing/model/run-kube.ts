import { hostOf } from '../../names.ts';
import type { Component, KubeWorld, ModelClaim, ModelPod, ModelSet } from './kube-world.ts';
import { modelNames } from './model-names.ts';
import { followersOf } from './replicate.ts';
import { answers, fresh, isMaster, type Service, type Volume } from './service.ts';
import { startServer } from './start-script.ts';

const startMs = 1_000;
const stopMs = 500;
/** How long redis-pre-stop.sh waits for the master to hand over. */
const preStopMs = 10_000;

/** One tick of the controllers and the kubelets. */
export function runKube(kube: KubeWorld, service: Service): void {
  for (const pod of [...kube.pods.values()]) endPod(kube, service, pod);
  for (const claim of [...kube.claims.values()]) tendClaim(kube, claim);
  for (const [component, set] of kube.sets) runSet(kube, service, component, set);
  for (const pod of kube.pods.values()) if (isScheduled(kube, service, pod)) startPod(kube, service, pod);
}

/** Somebody asks for the end of a pod. */
export function deletePod({ pods }: KubeWorld, { now }: Service, name: string): void {
  const pod = pods.get(name);
  if (pod !== undefined) pod.terminatesSince ??= now;
}

function endPod({ pods }: KubeWorld, service: Service, pod: ModelPod): void {
  const { name, terminatesSince, isNodeLost, component } = pod;
  if (terminatesSince === undefined || isNodeLost) return;
  const age = service.now - terminatesSince;
  const server = service.servers.get(name);
  const isWaiting = component === 'data' && server !== undefined && isMaster(server) && followersOf(service, server).length > 0;
  if (age < (isWaiting && answers(server) ? preStopMs : stopMs)) return;
  removePod(pods, service, pod);
}

export function removePod(pods: KubeWorld['pods'], { servers, sentinels }: Service, { name, ip, component }: ModelPod): void {
  pods.delete(name);
  const processes = component === 'data' ? servers : sentinels;
  if (processes.get(name)?.ip === ip) processes.delete(name);
}

function tendClaim({ pods, claims }: KubeWorld, claim: ModelClaim): void {
  claim.capacity = claim.request;
  if (claim.isTerminating && !pods.has(`${modelNames.data}-${claim.ordinal}`)) claims.delete(claim.name);
}

function runSet(kube: KubeWorld, service: Service, component: Component, set: ModelSet): void {
  const pods = [...kube.pods.values()].filter((pod) => pod.component === component);
  for (const { name, ordinal } of pods) if (ordinal >= set.replicas) deletePod(kube, service, name);
  for (let ordinal = 0; ordinal < set.replicas; ordinal += 1) {
    if (!pods.some((pod) => pod.ordinal === ordinal)) makePod(kube, service, { component, ordinal, set });
  }
}

type PodToMake = { readonly component: Component; readonly ordinal: number; readonly set: ModelSet };

function makePod(kube: KubeWorld, service: Service, { component, ordinal, set }: PodToMake): void {
  const name = `${modelNames[component]}-${ordinal}`;
  if (component === 'data' && !hasClaim(kube, service, ordinal, set)) return;
  const uid = fresh(service, `uid-${name}-`);
  const { podHash, clusterId, isBroken } = set;
  const made = { podHash, clusterId, isBroken, createdAt: service.now, isRunning: false, isNodeLost: false };
  kube.pods.set(name, { name, uid, component, ordinal, ip: `10.0.${fresh(service, '')}`, ...made });
}

/** The claim template of a StatefulSet cannot change: what is made later begins small too. */
const newClaim = { request: '10Gi', capacity: '10Gi', isTerminating: false, isRetired: false };

/** No pod takes a claim that is going. */
function hasClaim({ claims }: KubeWorld, service: Service, ordinal: number, { clusterId, hasVolumes }: ModelSet): boolean {
  if (!hasVolumes) return true;
  const name = `data-${modelNames.data}-${ordinal}`;
  const claim = claims.get(name);
  if (claim === undefined) claims.set(name, { name, uid: fresh(service, `uid-${name}-`), ordinal, clusterId, ...newClaim, volume: {} });
  return claim?.isTerminating !== true;
}

function isScheduled({ noSentinelsUntil }: KubeWorld, { now }: Service, { component }: ModelPod): boolean {
  return component === 'data' || now >= noSentinelsUntil;
}

function startPod({ claims }: KubeWorld, service: Service, pod: ModelPod): void {
  const { name, ip, component, ordinal, isBroken, isRunning, createdAt, terminatesSince, isNodeLost, clusterId } = pod;
  if (isRunning || isBroken || isNodeLost || terminatesSince !== undefined || service.now - createdAt < startMs) return;
  pod.isRunning = true;
  const process = { pod: name, ip, host: hostOf(modelNames, name) };
  const claim = claims.get(`data-${modelNames.data}-${ordinal}`);
  const volume: Volume = claim?.volume ?? {};
  if (component === 'data') startServer(service, { ...process, clusterId, volume, isRetired: claim?.isRetired === true });
  else service.sentinels.set(name, { ...process, isHung: false, isCutOff: false, epoch: 0, votedIn: 0 });
}
