import { binary } from '../binaries.ts';
import type { Cluster } from '../cluster.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';
import { ensureUp } from './ensure-up.ts';
import { controlPlaneFaults } from './faults/control-plane-faults.ts';
import { nodeFaults } from './faults/node-faults.ts';
import { volumeFaults } from './faults/volume-faults.ts';
import { importImages } from './images.ts';
import { layoutOf } from './layout.ts';
import { withLock } from './lock.ts';
import { readStatus, runningNodes } from './status.ts';
import { hasTraces, tearDown } from './tear-down.ts';

export type EmbeddedOptions = {
  readonly name: string;
  /** For `up`; between 1 and 99. */
  readonly nodeCount: number;
  /** For `up`: whether NetworkPolicies are enforced. Default: they are ignored. */
  readonly networkPolicies?: boolean | undefined;
  readonly progress?: Progress;
};

/** A Kubernetes of our own on this machine: needs Linux and root, but no container engine. */
export function embeddedCluster({ name, nodeCount, networkPolicies = false, progress = silentProgress }: EmbeddedOptions): Cluster {
  if (!Number.isInteger(nodeCount) || nodeCount < 1 || nodeCount > 99) throw new Error(`${nodeCount} nodes are not possible: give 1 to 99`);
  const layout = layoutOf(name);
  const { kubeconfigPath } = layout;
  return {
    name,
    kubeconfigPath,
    auditFolder: layout.auditFolder,
    nodeFaults: nodeFaults(layout, progress),
    volumeFaults: volumeFaults(layout, progress),
    controlPlaneFaults: controlPlaneFaults(layout, progress),
    up: () => withLock(layout, () => ensureUp(layout, { nodeCount, networkPolicies }, progress)),
    down: () => withLock(layout, () => (hasTraces(layout) ? progress('everything taken away', () => tearDown(layout)) : Promise.resolve())),
    status: () => readStatus(layout),
    loadImages: (archives) => importImages(layout, runningNodes(layout), archives),
    kubectl: (args, input) => runCommand(binary('kubectl'), ['--kubeconfig', kubeconfigPath, ...args], { input, timeoutMs: 600_000 }),
  };
}
