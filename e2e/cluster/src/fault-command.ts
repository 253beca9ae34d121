import type { ClaimRef, Cluster, ControlPlaneFaults, ControlPlanePart, NodeFaults, Slowness, VolumeFaults } from './cluster.ts';
import { ClusterError } from './cluster-error.ts';

type Request = {
  readonly nodes: NodeFaults;
  readonly volumes: VolumeFaults;
  readonly controlPlane: ControlPlaneFaults;
  readonly operands: readonly string[];
  readonly slowness: Slowness;
};

type Fault = {
  readonly operands: string;
  readonly effect: string;
  readonly begin: (request: Request) => Promise<void>;
  readonly end: (request: Request) => Promise<void>;
};

const faults: Readonly<Record<string, Fault>> = {
  kill: {
    operands: '<N>',
    effect: 'a power cut of node N; healing switches it on, healed of all other faults too',
    begin: ({ nodes, operands }) => nodes.kill(nodeOf(operands)),
    end: ({ nodes, operands }) => nodes.heal(nodeOf(operands)),
  },
  partition: {
    operands: '<N>',
    effect: 'pulls the network cable of node N',
    begin: ({ nodes, operands }) => nodes.partition(nodeOf(operands)),
    end: ({ nodes, operands }) => nodes.healPartition(nodeOf(operands)),
  },
  'partition-from': {
    operands: '<places> <places>',
    effect: 'cuts two groups off from each other, and from nobody else; a place is node2, namespace/pod or an address, with commas between',
    begin: ({ nodes, operands }) => nodes.partitionFrom(placesOf(operands[0]), placesOf(operands[1])),
    end: ({ nodes }) => nodes.healPartitionFrom(),
  },
  slow: {
    operands: '<N> [--delay-ms <n>] [--loss-percent <n>] [--rate-mbit <n>]',
    effect: 'a bad cable of node N, in each direction',
    begin: ({ nodes, operands, slowness }) => nodes.slow(nodeOf(operands), slowness),
    end: ({ nodes, operands }) => nodes.healSlow(nodeOf(operands)),
  },
  'freeze-kubelet': {
    operands: '<N>',
    effect: 'stops the kubelet of node N as a hang would; its pods run on',
    begin: ({ nodes, operands }) => nodes.freezeKubelet(nodeOf(operands)),
    end: ({ nodes, operands }) => nodes.thawKubelet(nodeOf(operands)),
  },
  'fill-volume': {
    operands: '<namespace>/<claim>',
    effect: 'leaves no space on a volume of the StorageClass growable',
    begin: ({ volumes, operands }) => volumes.fill(claimOf(operands)),
    end: ({ volumes, operands }) => volumes.healFill(claimOf(operands)),
  },
  'freeze-volume': {
    operands: '<namespace>/<claim>',
    effect: 'holds back every write to a volume of the StorageClass growable',
    begin: ({ volumes, operands }) => volumes.freeze(claimOf(operands)),
    end: ({ volumes, operands }) => volumes.thaw(claimOf(operands)),
  },
  stop: {
    operands: '<api|dns>',
    effect: 'ends the API server or the name service; whoever connects is refused',
    begin: ({ controlPlane, operands }) => controlPlane.stop(partOf(operands)),
    end: ({ controlPlane, operands }) => controlPlane.start(partOf(operands)),
  },
  freeze: {
    operands: '<api|dns>',
    effect: 'has the API server or the name service hang',
    begin: ({ controlPlane, operands }) => controlPlane.freeze(partOf(operands)),
    end: ({ controlPlane, operands }) => controlPlane.thaw(partOf(operands)),
  },
};

/** Two lines for each fault, for the help of a command line. */
export const faultUsage = Object.entries(faults)
  .map(([name, { operands, effect }]) => `  ${name} ${operands}\n      ${effect}`)
  .join('\n');

/**
 * Begins or ends a fault as a person names it.
 *
 * @throws ClusterError `FaultsUnavailable` on a cluster that exists already, `UnclearFault` for words that are not understood
 */
export async function runFaultCommand(
  { nodeFaults: nodes, volumeFaults: volumes, controlPlaneFaults: controlPlane }: Cluster,
  verb: 'fault' | 'heal',
  [name = '', ...operands]: readonly string[],
  slowness: Slowness,
): Promise<void> {
  if (nodes === undefined || volumes === undefined || controlPlane === undefined) {
    throw new ClusterError(
      'FaultsUnavailable',
      'nodes and volumes of a cluster that exists already are never broken: leave --kubeconfig out, to break those of the local cluster',
    );
  }
  const fault = Object.hasOwn(faults, name) ? faults[name] : undefined;
  if (fault === undefined) throw unclear(name === '' ? `${verb} what? There are` : `there is no fault "${name}"; there are`);
  await fault[verb === 'fault' ? 'begin' : 'end']({ nodes, volumes, controlPlane, operands, slowness });
}

function nodeOf([text = '']: readonly string[]): number {
  const number = /^(?:node)?(\d+)$/.exec(text)?.[1];
  if (number === undefined) throw unclear(`"${text}" is no node: give its number, as 2. The faults are`);
  return Number(number);
}

function placesOf(text = ''): readonly string[] {
  return text.split(',').filter(Boolean);
}

function claimOf([text = '']: readonly string[]): ClaimRef {
  const [namespace, name, ...rest] = text.split('/');
  if (!namespace || !name || rest.length > 0) throw unclear(`"${text}" is no claim: give namespace/name. The faults are`);
  return { namespace, name };
}

function partOf([text = '']: readonly string[]): ControlPlanePart {
  if (text !== 'api' && text !== 'dns') throw unclear(`"${text}" is no part of the control plane: give api or dns. The faults are`);
  return text;
}

function unclear(text: string): ClusterError {
  return new ClusterError('UnclearFault', `${text}:\n${faultUsage}`);
}
