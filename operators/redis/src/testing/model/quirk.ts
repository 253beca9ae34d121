import { rfc3339Seconds } from '@dataservices/plan';
import { hostOf } from '../../names.ts';
import { switchOverAct, switchOverPhases } from '../../plan/finish-switch-over.ts';
import { appended, emptyDataSet } from './data-set.ts';
import { brokenImage } from './kube-world.ts';
import { modelNames } from './model-names.ts';
import { removePod } from './run-kube.ts';
import { promoteServer, repoint } from './server-commands.ts';
import { isServing, type Sentinel, type Server, type Watch } from './service.ts';
import { startServer } from './start-script.ts';
import type { World } from './world.ts';

/** One thing that is not as it should be when the operator comes to look. */
export type Quirk =
  | {
      readonly kind: 'promoted' | 'in the lobby' | 'paused' | 'unlabelled' | 'labelled master' | 'outdated' | 'broken';
      readonly ordinal: number;
    }
  | { readonly kind: 'follows'; readonly ordinal: number; readonly host: number }
  | { readonly kind: 'volume'; readonly ordinal: number; readonly state: 'empty' | 'partial' | 'diverged' | 'foreign' }
  | { readonly kind: 'pod'; readonly ordinal: number; readonly state: 'absent' | 'terminating' | 'lost' }
  | { readonly kind: 'bare' | 'knows no replica' | 'ghosts' | 'other settings'; readonly sentinel: number }
  | { readonly kind: 'names'; readonly sentinel: number; readonly host: number; readonly epoch: number }
  /** Another cluster's server answers where this sentinel believes the member to be. */
  | { readonly kind: 'stranger'; readonly sentinel: number; readonly host: number }
  | { readonly kind: 'half-done switch'; readonly ordinal: number; readonly phase: keyof typeof switchOverPhases; readonly ageMs: number }
  /** Every container starts at once, as after a power cut; `forgotten`: and the sentinels and the status know nothing. */
  | { readonly kind: 'all restart'; readonly isForgotten: boolean };

export function bend(world: World, quirk: Quirk): void {
  if ('sentinel' in quirk) bendSentinel(world, quirk);
  else if (quirk.kind === 'all restart') restartAll(world, quirk.isForgotten);
  else bendMember(world, quirk);
}

type MemberQuirk = Extract<Quirk, { readonly ordinal: number }>;

function bendMember(world: World, quirk: MemberQuirk): void {
  const name = `${modelNames.data}-${quirk.ordinal}`;
  const server = world.service.servers.get(name);
  const pod = world.kube.pods.get(name);
  switch (quirk.kind) {
    case 'half-done switch':
      leaveOpen(world, name, quirk);
      return;
    case 'pod':
      bendPod(world, name, quirk.state);
      return;
    case 'unlabelled':
      delete pod?.roleLabel;
      return;
    case 'labelled master':
      if (pod !== undefined) pod.roleLabel = 'master';
      return;
    case 'outdated':
    case 'broken':
      if (pod !== undefined) replacePod(world, name, quirk.kind === 'broken');
      return;
    default:
      if (server !== undefined) bendServer(world, server, quirk);
  }
}

function bendServer({ service }: World, server: Server, quirk: MemberQuirk): void {
  if (quirk.kind === 'in the lobby') startServer(service, server);
  if (quirk.kind === 'volume') bendVolume(server, quirk.state, service.made);
  if (!isServing(server)) return;
  if (quirk.kind === 'promoted') promoteServer(service, server);
  if (quirk.kind === 'paused') server.state.pausedUntil = service.now + 30_000;
  if (quirk.kind === 'follows') repoint(server, hostOf(modelNames, `${modelNames.data}-${quirk.host}`));
}

function bendVolume({ volume, clusterId, ...server }: Server, state: Extract<Quirk, { kind: 'volume' }>['state'], seed: number): void {
  if (state === 'partial' && volume.record !== undefined) volume.record = { ...volume.record, isSettled: false };
  if (state === 'foreign') volume.record = { cluster: 'another', isSettled: true, role: 'master' };
  if (state === 'empty') {
    delete volume.record;
    delete volume.data;
  }
  if (state !== 'diverged') return;
  volume.data = appended(emptyDataSet(`diverged-${seed}-${server.pod}`), -1);
  volume.record = { cluster: clusterId, isSettled: true, role: 'replica', data: volume.data };
}

function bendPod({ kube, service }: World, name: string, state: Extract<Quirk, { kind: 'pod' }>['state']): void {
  const pod = kube.pods.get(name);
  if (pod === undefined) return;
  if (state === 'terminating') pod.terminatesSince = service.now;
  if (state === 'absent') removePod(kube.pods, service, pod);
  if (state !== 'lost') return;
  pod.isNodeLost = true;
  service.servers.delete(name);
}

function replacePod({ kube, service }: World, name: string, isBroken: boolean): void {
  const pod = kube.pods.get(name);
  if (pod === undefined) return;
  kube.pods.set(name, { ...pod, podHash: isBroken ? brokenImage : 'old', isBroken, isRunning: pod.isRunning && !isBroken });
  if (isBroken) service.servers.delete(name);
}

function leaveOpen(world: World, subject: string, { phase, ageMs }: Extract<Quirk, { kind: 'half-done switch' }>): void {
  const startedAt = rfc3339Seconds(world.service.now - ageMs);
  const server = world.service.servers.get(subject);
  if (server !== undefined && isServing(server)) server.state.pausedUntil = world.service.now + 15_000;
  world.status = { ...world.status, journal: { act: switchOverAct, subject, phase: switchOverPhases[phase], token: 'open', startedAt } };
}

function bendSentinel({ service }: World, quirk: Extract<Quirk, { readonly sentinel: number }>): void {
  const sentinel: Sentinel | undefined = service.sentinels.get(`${modelNames.sentinel}-${quirk.sentinel}`);
  const watch = sentinel?.watch;
  if (sentinel === undefined || watch === undefined) return;
  if (quirk.kind === 'bare') delete sentinel.watch;
  if (quirk.kind === 'knows no replica') watch.replicas.clear();
  if (quirk.kind === 'ghosts') for (const ghost of ['ghost-1', 'ghost-2']) watch.others.add(ghost);
  if (quirk.kind === 'other settings') watch.settings = { ...watch.settings, quorum: 3, downAfterMilliseconds: 30_000 };
  if (quirk.kind === 'stranger') estrange(watch, hostOf(modelNames, `${modelNames.data}-${quirk.host}`));
  if (quirk.kind !== 'names') return;
  watch.masterHost = hostOf(modelNames, `${modelNames.data}-${quirk.host}`);
  watch.configEpoch = quirk.epoch;
  sentinel.epoch = Math.max(sentinel.epoch, quirk.epoch);
  watch.replicas.clear();
}

function estrange({ replicas }: Watch, host: string): void {
  const row = replicas.get(host);
  if (row !== undefined) row.isStranger = true;
}

function restartAll(world: World, isForgotten: boolean): void {
  const { service } = world;
  for (const server of service.servers.values()) startServer(service, server);
  if (!isForgotten) return;
  for (const sentinel of service.sentinels.values()) delete sentinel.watch;
  world.status = {};
}
