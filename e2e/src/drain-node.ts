import type { TestBed } from './test-bed.ts';

/**
 * As for the update of a node, which takes pods of the operator along. The clients of the test stay: they are what is asked. Returns when the node
 * is empty and takes pods again.
 */
export async function drainNode(bed: TestBed, node: string, timeoutSeconds = 150): Promise<void> {
  const options = ['--ignore-daemonsets', '--delete-emptydir-data', '--pod-selector', 'app!=load', '--timeout', `${timeoutSeconds}s`];
  try {
    await bed.cluster.kubectl(['drain', node, ...options]);
  } finally {
    await bed.cluster.kubectl(['uncordon', node]);
  }
}
