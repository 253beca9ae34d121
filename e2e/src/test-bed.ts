import { connect, type KubeClient } from '@dataservices/kube';
import { type Cluster, openCluster, type Progress } from '../cluster/src/index.ts';
import type { ClusterChoice } from './cluster-choice.ts';
import { openPodHttp, type PodHttp } from './pod-http.ts';

/** A cluster with the operators on it, and all that is needed to use and to break it. */
export type TestBed = {
  readonly cluster: Cluster;
  readonly kube: KubeClient;
  readonly podHttp: PodHttp;
  /** Closes the connections; the cluster stays. */
  readonly close: () => Promise<void>;
};

/** Connects to a cluster that is up. */
export function openTestBed(choice: ClusterChoice, progress?: Progress): TestBed {
  const cluster = openCluster({ ...choice, ...(progress !== undefined && { progress }) });
  const { kubeconfigPath, context } = cluster;
  const kube = connect({ kubeconfig: kubeconfigPath, userAgent: 'dataservices-e2e', ...(context !== undefined && { context }) });
  const podHttp = openPodHttp(kubeconfigPath, choice);
  return {
    cluster,
    kube,
    podHttp,
    async close() {
      await Promise.all([kube.close(), podHttp.close()]);
    },
  };
}

/** The field manager of everything that the driver applies. */
export const fieldManager = 'dataservices-e2e';
