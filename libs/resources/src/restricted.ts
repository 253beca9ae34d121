import type { V1PodSecurityContext, V1SecurityContext } from '@kubernetes/client-node';

/** Container security of the restricted pod security standard, with a read-only root besides. */
export const restrictedContainer: V1SecurityContext = {
  allowPrivilegeEscalation: false,
  capabilities: { drop: ['ALL'] },
  readOnlyRootFilesystem: true,
};

/** Pod security of the restricted standard, as the given user. */
export function restrictedPod(user: V1PodSecurityContext): V1PodSecurityContext {
  return { ...user, runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } };
}
