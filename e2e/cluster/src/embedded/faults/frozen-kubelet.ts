import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import { ClusterError } from '../../cluster-error.ts';
import { type NodeLayout, namespacePath } from '../layout.ts';
import { type ProcessId, processesInNamespace } from '../process-table.ts';

/** Stops the kubelet where it stands. Whatever starts it again when it ends does not notice. */
export function freezeKubelet(node: NodeLayout): void {
  process.kill(findKubelet(node).pid, 'SIGSTOP');
}

export function thawKubelet(node: NodeLayout): void {
  process.kill(findKubelet(node).pid, 'SIGCONT');
}

function findKubelet(node: NodeLayout): ProcessId {
  const kubelet = processesInNamespace(namespacePath(node.namespace)).find(({ pid }) => programOf(pid) === 'kubelet');
  if (kubelet === undefined) {
    throw new ClusterError('KubeletMissing', `no kubelet runs on ${node.name}: switch the node on, or wait until it is Ready`);
  }
  return kubelet;
}

function programOf(pid: number): string {
  try {
    return basename(readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0')[0] ?? '');
  } catch {
    // It ended in between.
    return '';
  }
}
