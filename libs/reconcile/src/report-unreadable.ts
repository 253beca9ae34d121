import type { Resource } from '@dataservices/kube';
import { type Condition, type StoredObject, unreadableStatus } from '@dataservices/plan';
import type { ReconcileContext } from './contract.ts';
import type { EventRecorder } from './events.ts';
import { writeStatus } from './write-status.ts';

export type UnreadableInput = {
  readonly resource: Resource;
  readonly stored: StoredObject;
  /** What is wrong with which field, and the remedy. */
  readonly message: string;
  readonly fieldManager: string;
  readonly recorder: EventRecorder;
};

/** Says in log, Event and conditions that an object cannot be parsed. Nothing else of it is touched, and no other object is affected. */
export async function reportUnreadable(
  { resource, stored, message, fieldManager, recorder }: UnreadableInput,
  context: ReconcileContext,
): Promise<void> {
  context.log.warn('the object cannot be read', { message });
  recorder.record({ regarding: stored, type: 'Warning', reason: 'InvalidSpec', note: message });
  const previous = (stored as { status?: { conditions?: readonly Condition[] } }).status;
  const status = unreadableStatus(previous, message, context.now(), stored.metadata.generation ?? 0);
  await writeStatus(resource, stored, status, fieldManager, context);
}
