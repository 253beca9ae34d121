import type { StatusBody } from './errors.ts';

/** A field that another manager owns and that an apply without force would have changed. */
export type FieldConflict = {
  /** The other's field manager, as it is in `managedFields`. */
  readonly manager: string;
  /** Such as `.spec.replicas` or `.spec.ports[port=6379,protocol="TCP"].name`. */
  readonly field: string;
};

/** The conflicts that a refused apply was told of; none for any other refusal. */
export function fieldConflicts(details: StatusBody['details']): readonly FieldConflict[] {
  return (details?.causes ?? [])
    .filter(({ reason }) => reason === 'FieldManagerConflict')
    .map(({ message = '', field = '' }) => ({ manager: managerIn(message), field }));
}

/**
 * The API has no field for the manager: it stands in a text such as `conflict with "x" with subresource "status" using v1`,
 * quoted as Go quotes (k8s.io/apimachinery, pkg/util/managedfields/internal/conflict.go). A text that changes costs the name alone.
 */
function managerIn(message: string): string {
  const quoted = /^conflict with ("(?:[^"\\]|\\.)*")/.exec(message)?.[1];
  if (quoted === undefined) return 'another manager';
  try {
    return JSON.parse(quoted) as string;
  } catch {
    return quoted.slice(1, -1);
  }
}

/** What to tell a person. */
export function conflictMessage(conflicts: readonly FieldConflict[]): string {
  const list = conflicts.map(({ manager, field }) => `${field} (of ${manager})`).join(', ');
  return `fields that other managers own would change: ${list}. Leave them out, or apply with force to take them over`;
}
