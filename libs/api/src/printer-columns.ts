import type { PrinterColumn } from './kind.ts';

const desired: PrinterColumn = { name: 'Desired', type: 'integer', description: 'Members asked for', jsonPath: '.spec.replicas' };
const ready: PrinterColumn = { name: 'Ready', type: 'integer', description: 'Members that serve', jsonPath: '.status.readyReplicas' };
const leader: PrinterColumn = { name: 'Leader', type: 'string', description: 'Pod of the leading member', jsonPath: '.status.leader' };
const version: PrinterColumn = {
  name: 'Version',
  type: 'string',
  description: 'Version that runs everywhere',
  jsonPath: '.status.version',
};
const status: PrinterColumn = { name: 'Status', type: 'string', description: 'What goes on', jsonPath: '.status.summary' };
const age: PrinterColumn = { name: 'Age', type: 'date', description: 'Time since creation', jsonPath: '.metadata.creationTimestamp' };
const message: PrinterColumn = {
  name: 'Operation',
  type: 'string',
  description: 'What the operator is doing or waiting for',
  jsonPath: '.status.operation.message',
  priority: 1,
};

/** The columns of `kubectl get`; LEADER only where the service has one. */
export function printerColumns({ hasLeader }: { readonly hasLeader: boolean }): readonly PrinterColumn[] {
  return [desired, ready, ...(hasLeader ? [leader] : []), version, status, age, message];
}
