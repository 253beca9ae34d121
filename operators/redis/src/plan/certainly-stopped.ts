import type { PodView } from '@dataservices/members';
import type { DataMember } from '../observed.ts';

/**
 * Whether what ran in this pod certainly runs no more, by the word of Kubernetes: there is no pod, or its kubelet, which still reports, says that
 * the container does not run. That a pod is to end, or that its node is silent, says nothing of that.
 */
export function isCertainlyStopped(pod: PodView | undefined): boolean {
  return pod === undefined || (!pod.isServerRunning && !pod.isNodeLost);
}

/** Whether this member certainly is no master: it says so, or waits in the lobby, or does not run. */
export function isCertainlyNoMaster({ server, pod }: DataMember): boolean {
  if (server.state === 'serving') return server.role === 'replica';
  return server.state === 'lobby' || isCertainlyStopped(pod);
}
