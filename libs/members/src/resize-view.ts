import type { V1PersistentVolumeClaimStatus } from '@kubernetes/client-node';

/**
 * How far the growth of a volume has come. Refused: the provider will not do it at this size, and does not try again. Failing: it
 * failed and is tried again. FileSystemPending: the volume has grown, and the file system on it has not yet.
 */
export type ResizeView = {
  readonly state: 'Growing' | 'FileSystemPending' | 'Failing' | 'Refused';
  /** In the words of the provider, where there are any. */
  readonly message?: string;
};

const longestMessage = 300;

/** Source of the names: PersistentVolumeClaimStatus of the core API, `conditions` and `allocatedResourceStatuses`. */
export function resizeView(status: V1PersistentVolumeClaimStatus | undefined): ResizeView | undefined {
  const allocated = status?.allocatedResourceStatuses?.storage;
  const conditions = (status?.conditions ?? []).filter((condition) => condition.status === 'True');
  const find = (...types: readonly string[]) => conditions.find(({ type }) => types.includes(type));
  const failure = find('ControllerResizeError', 'NodeResizeError');
  if (allocated === 'ControllerResizeInfeasible' || allocated === 'NodeResizeInfeasible') return view('Refused', failure);
  if (failure !== undefined) return view('Failing', failure);
  const pending = find('FileSystemResizePending');
  if (pending !== undefined || allocated?.startsWith('NodeResize')) return view('FileSystemPending', pending);
  const growing = find('Resizing');
  if (growing !== undefined || allocated !== undefined) return view('Growing', growing);
  return undefined;
}

function view(state: ResizeView['state'], condition: { readonly message?: string } | undefined): ResizeView {
  const message = condition?.message?.slice(0, longestMessage);
  return { state, ...(message !== undefined && message !== '' && { message }) };
}
