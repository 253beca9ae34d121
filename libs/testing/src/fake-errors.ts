import { errorFromAnswer, KubeError, type Ref, type Resource } from '@dataservices/kube';
import type { FieldPath } from './field-paths.ts';
import type { ApplyConflict } from './ownership.ts';

/** A refusal as the API server words it. */
export function failure(code: string, status: number, { kind, plural }: Resource, { name }: Ref, problem: string): KubeError {
  return new KubeError({ code, status, message: `${plural} "${name}" ${problem}`, details: { name, ...{ kind } } });
}

/** The refusal of an apply without force. */
export function conflictFailure({ plural }: Resource, { name }: Ref, conflicts: readonly ApplyConflict[]): KubeError {
  const causes = conflicts.map(({ manager, path }) => ({
    reason: 'FieldManagerConflict',
    message: `conflict with ${JSON.stringify(manager)} using v1`,
    field: fieldText(path),
  }));
  const status = { kind: 'Status', reason: 'Conflict', message: 'Apply failed with conflicts', details: { name, causes } };
  return errorFromAnswer({ method: 'PATCH', path: `${plural}/${name}` }, 409, JSON.stringify(status));
}

/** `.spec.ports[port=1,protocol="TCP"].name`, as the server writes it. */
function fieldText(path: FieldPath): string {
  return path
    .filter((element) => element !== '.')
    .map((element) => {
      if (element.startsWith('f:')) return `.${element.slice(2)}`;
      if (element.startsWith('v:')) return `[=${element.slice(2)}]`;
      const keys = Object.entries(JSON.parse(element.slice(2)) as Record<string, unknown>).sort(([a], [b]) => (a < b ? -1 : 1));
      return `[${keys.map(([name, value]) => `${name}=${JSON.stringify(value)}`).join(',')}]`;
    })
    .join('');
}
