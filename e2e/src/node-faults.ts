import {
  type ClaimRef,
  ClusterError,
  type ControlPlaneFaults,
  type ControlPlanePart,
  type NodeFaults,
  type Place,
  type Slowness,
  type VolumeFaults,
} from '../cluster/src/index.ts';
import { inTurns } from './combined-faults.ts';
import type { TestBed } from './test-bed.ts';

/** Something that is broken now, and how it is mended. Only where the cluster's provider can. */
export type Fault = { readonly heal: () => Promise<void> };

/** A power cut of one node. */
export type PowerCut = Fault;

/** All of these throw ClusterError `FaultsUnavailable` where nothing may be broken. */
export async function cutPower(bed: TestBed, nodeName: string): Promise<PowerCut> {
  const { faults, number } = nodeOf(bed, nodeName);
  await faults.kill(number);
  return { heal: () => faults.heal(number) };
}

export async function pullCable(bed: TestBed, nodeName: string): Promise<Fault> {
  const { faults, number } = nodeOf(bed, nodeName);
  await faults.partition(number);
  return { heal: () => faults.healPartition(number) };
}

export async function slowNode(bed: TestBed, nodeName: string, slowness: Slowness): Promise<Fault> {
  const { faults, number } = nodeOf(bed, nodeName);
  await faults.slow(number, slowness);
  return { heal: () => faults.healSlow(number) };
}

export async function freezeKubelet(bed: TestBed, nodeName: string): Promise<Fault> {
  const { faults, number } = nodeOf(bed, nodeName);
  await faults.freezeKubelet(number);
  return { heal: () => faults.thawKubelet(number) };
}

/** Cuts two groups off from each other, but not from clients, the API server or DNS. Its end is the end of all such cuts. */
export async function partitionFrom(bed: TestBed, some: readonly Place[], others: readonly Place[]): Promise<Fault> {
  const faults = nodeFaultsOf(bed);
  await faults.partitionFrom(some, others);
  return { heal: () => faults.healPartitionFrom() };
}

export async function fillVolume(bed: TestBed, claim: ClaimRef): Promise<Fault> {
  const faults = volumeFaultsOf(bed);
  await faults.fill(claim);
  return { heal: () => faults.healFill(claim) };
}

export async function freezeVolume(bed: TestBed, claim: ClaimRef): Promise<Fault> {
  const faults = volumeFaultsOf(bed);
  await faults.freeze(claim);
  return { heal: () => faults.thaw(claim) };
}

/** The API server or the name service is gone: whoever connects is refused. */
export async function stopPart(bed: TestBed, part: ControlPlanePart): Promise<Fault> {
  const faults = controlPlaneFaultsOf(bed);
  await faults.stop(part);
  return { heal: () => faults.start(part) };
}

/** The API server or the name service hangs: whoever asks is not answered. */
export async function freezePart(bed: TestBed, part: ControlPlanePart): Promise<Fault> {
  const faults = controlPlaneFaultsOf(bed);
  await faults.freeze(part);
  return { heal: () => faults.thaw(part) };
}

export type Flapping = { readonly hangMs: number; readonly serveMs: number };

/** The API server or the name service hangs and serves in turns, until it is healed. */
export async function flapPart(bed: TestBed, part: ControlPlanePart, { hangMs, serveMs }: Flapping): Promise<Fault> {
  return inTurns(() => freezePart(bed, part), { brokenMs: hangMs, wholeMs: serveMs });
}

function nodeOf(bed: TestBed, nodeName: string): { readonly faults: NodeFaults; readonly number: number } {
  const faults = nodeFaultsOf(bed);
  const number = Number(nodeName.match(/^node(\d+)$/)?.[1]);
  if (Number.isNaN(number))
    throw new ClusterError('UnknownNode', `${nodeName} is no node of ${bed.cluster.name}: they are node1, node2 and so on`);
  return { faults, number };
}

function nodeFaultsOf({ cluster }: TestBed): NodeFaults {
  if (cluster.nodeFaults === undefined) throw unavailable(`the nodes of ${cluster.name}`);
  return cluster.nodeFaults;
}

function volumeFaultsOf({ cluster }: TestBed): VolumeFaults {
  if (cluster.volumeFaults === undefined) throw unavailable(`the volumes of ${cluster.name}`);
  return cluster.volumeFaults;
}

function controlPlaneFaultsOf({ cluster }: TestBed): ControlPlaneFaults {
  if (cluster.controlPlaneFaults === undefined) throw unavailable(`the control plane of ${cluster.name}`);
  return cluster.controlPlaneFaults;
}

function unavailable(what: string): ClusterError {
  return new ClusterError('FaultsUnavailable', `${what} are not ours to break: use the local cluster, without --kubeconfig`);
}
