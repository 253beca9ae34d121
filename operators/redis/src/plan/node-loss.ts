import type { Endpoint, PodView } from '@dataservices/members';
import type { Reach } from '../client/port.ts';
import { ports } from '../names.ts';
import type { DataMember, Observed } from '../observed.ts';
import { isMonitoring } from './leadership.ts';

/**
 * Whether the machine beneath a member is gone, as far as it can be known before Kubernetes says so: neither the server nor the kubelet beside it
 * takes a connection, while the kubelet beside a sentinel that answers does. Without that, the operator may be the one that is cut off, or may
 * never reach a kubelet here. A process that hangs takes connections, and so does the kubelet beside it.
 */
export function isNodeSilent(observed: Observed, { pod }: DataMember): boolean {
  if (pod?.ip === undefined) return false;
  return reachOf(observed, { ip: pod.ip, port: ports.redis }) === 'silent' && isKubeletSilent(observed, pod);
}

/**
 * Whether the machine beneath a pod is gone by the word of Kubernetes, and by what connections meet: its node does not report any more, and its
 * kubelet takes no connection while the one beside a sentinel that answers does. Asked about a sentinel; the early failover asks less of a master, since it
 * has the word of a majority.
 */
export function isNodeGone(observed: Observed, pod: PodView | undefined): boolean {
  return pod?.isNodeLost === true && isKubeletSilent(observed, pod);
}

function isKubeletSilent(observed: Observed, { kubelet }: PodView): boolean {
  if (kubelet === undefined || reachOf(observed, kubelet) !== 'silent') return false;
  return observed.sentinels
    .filter(isMonitoring)
    .some((sentinel) => sentinel.pod?.kubelet !== undefined && reachOf(observed, sentinel.pod.kubelet) === 'accepts');
}

/** Whether the machine beneath a member says that nobody listens there: the process has ended. */
export function isProcessGone(observed: Observed, { pod }: DataMember): boolean {
  return pod?.ip !== undefined && reachOf(observed, { ip: pod.ip, port: ports.redis }) === 'refuses';
}

function reachOf({ reach }: Observed, { ip, port }: Endpoint): Reach | undefined {
  return reach.get(`${ip}:${port}`);
}
