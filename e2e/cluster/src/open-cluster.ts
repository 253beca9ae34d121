import type { Cluster } from './cluster.ts';
import { embeddedCluster } from './embedded/embedded-cluster.ts';
import { defaultName } from './embedded/layout.ts';
import { existingCluster } from './existing/existing-cluster.ts';
import type { Progress } from './progress.ts';

export type ClusterOptions = {
  /** Embedded cluster only; default `dataservices`. */
  readonly name?: string | undefined;
  /** Embedded cluster only; default 3. */
  readonly nodeCount?: number | undefined;
  /** Embedded cluster only; default false: nobody enforces them. */
  readonly networkPolicies?: boolean | undefined;
  /** Selects a cluster that exists. The environment's KUBECONFIG never does. */
  readonly kubeconfigPath?: string | undefined;
  readonly context?: string | undefined;
  /** Only for a cluster that exists: where its nodes pull the project's own images from. Without one they must have them already. */
  readonly registry?: string | undefined;
  readonly progress?: Progress;
};

/** The cluster that the options select; nothing is started or asked yet. */
export function openCluster(options: ClusterOptions): Cluster {
  const { name = defaultName, nodeCount = 3, networkPolicies, kubeconfigPath, context, registry, ...rest } = options;
  if (kubeconfigPath !== undefined) return existingCluster({ kubeconfigPath, context, registry, ...rest });
  if (context !== undefined) throw new Error('--context needs --kubeconfig beside it, so that no cluster is ever chosen by accident');
  if (registry !== undefined) throw new Error('--registry needs --kubeconfig beside it: the local cluster builds its images itself');
  return embeddedCluster({ name, nodeCount, networkPolicies, ...rest });
}
