import type { StoredObject } from '@dataservices/plan';

/** Whether a change is worth a reconcile. */
export type Predicate<T> = (before: T | undefined, after: T | undefined) => boolean;

/**
 * Everything but changes of status alone, which are mostly one's own writes. Kinds without a generation count as
 * changed whenever anything is.
 */
export function isSpecChange(before: StoredObject | undefined, after: StoredObject | undefined): boolean {
  if (before === undefined || after === undefined) return true;
  if (before.metadata.uid !== after.metadata.uid || after.metadata.generation === undefined) return true;
  return JSON.stringify(asked(before)) !== JSON.stringify(asked(after));
}

function asked({ metadata }: StoredObject) {
  const { generation, labels, annotations, deletionTimestamp, finalizers, ownerReferences } = metadata;
  return [generation, labels, annotations, deletionTimestamp, finalizers, ownerReferences];
}
