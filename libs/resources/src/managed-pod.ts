import type { V1LocalObjectReference, V1PodSecurityContext, V1PodSpec, V1Toleration } from '@kubernetes/client-node';
import { restrictedPod } from './restricted.ts';

/** What `spec` of every kind says of where pods run and as whom. */
export type ManagedPodSpec = {
  readonly imagePullSecrets?: readonly V1LocalObjectReference[];
  readonly pod: {
    readonly securityContext: Readonly<Pick<V1PodSecurityContext, 'runAsUser' | 'runAsGroup' | 'fsGroup' | 'fsGroupChangePolicy'>> & {
      readonly supplementalGroups?: readonly number[];
    };
    readonly nodeSelector?: Readonly<Record<string, string>>;
    readonly tolerations?: readonly V1Toleration[];
    readonly priorityClassName?: string;
  };
};

export type ManagedPodInput = {
  readonly serviceAccountName: string;
  /** User and group of the service's official image. */
  readonly user: number;
  readonly spec: ManagedPodSpec;
};

/** What every pod of ours has in common: who it is, what it may do, and where it may run. It gets no token of the API server. */
export function managedPod({ serviceAccountName, user, spec }: ManagedPodInput): Omit<V1PodSpec, 'containers'> {
  const { imagePullSecrets, pod } = spec;
  const { runAsUser = user, runAsGroup = user, fsGroup = user, fsGroupChangePolicy, supplementalGroups } = pod.securityContext;
  return {
    serviceAccountName,
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    securityContext: restrictedPod({
      runAsUser,
      runAsGroup,
      fsGroup,
      ...(fsGroupChangePolicy !== undefined && { fsGroupChangePolicy }),
      ...(supplementalGroups !== undefined && { supplementalGroups: [...supplementalGroups] }),
    }),
    ...(imagePullSecrets !== undefined && {
      imagePullSecrets: imagePullSecrets.map(({ name }) => ({ ...(name !== undefined && { name }) })),
    }),
    ...(pod.nodeSelector !== undefined && { nodeSelector: pod.nodeSelector }),
    ...(pod.tolerations !== undefined && { tolerations: [...pod.tolerations] }),
    ...(pod.priorityClassName !== undefined && { priorityClassName: pod.priorityClassName }),
  };
}
