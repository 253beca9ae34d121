import type { ManagedFieldsEntry } from '@dataservices/plan';
import { type FieldPath, fieldPaths, fieldsV1, type JsonMap, valueAt, without } from './field-paths.ts';

/** Which manager owns which fields of one object. */
export type Owner = { readonly manager: string; readonly operation: 'Apply' | 'Update'; readonly subresource: '' | 'status' | 'scale' };
export type Ownership = ReadonlyMap<string, { readonly owner: Owner; readonly paths: ReadonlySet<string> }>;

export type ApplyConflict = { readonly manager: string; readonly path: FieldPath };

const text = (path: FieldPath) => JSON.stringify(path);
const path = (pathText: string) => JSON.parse(pathText) as FieldPath;

function keyOf({ manager, operation, subresource }: Owner): string {
  return JSON.stringify([manager, operation, subresource]);
}

/** Fields that others own and that this apply would change. */
export function conflictsOf(ownership: Ownership, owner: Owner, live: JsonMap, desired: JsonMap): readonly ApplyConflict[] {
  // That an item is there is nobody's alone; only what is in it can be in conflict.
  const leaves = fieldPaths(desired).filter((field) => field.at(-1) !== '.');
  const changed = leaves.filter((field) => JSON.stringify(valueAt(live, field)) !== JSON.stringify(valueAt(desired, field)));
  return [...ownership].flatMap(([key, other]) =>
    key === keyOf(owner)
      ? []
      : changed.filter((field) => other.paths.has(text(field))).map((field) => ({ manager: other.owner.manager, path: field })),
  );
}

/** Ownership after an apply: all that it names is its own; what it changed or nobody else shares is taken from others. */
export function ownershipAfterApply(ownership: Ownership, owner: Owner, live: JsonMap, desired: JsonMap): Ownership {
  const paths = new Set(fieldPaths(desired).map(text));
  const taken = new Set(conflictsOf(ownership, owner, live, desired).map((conflict) => text(conflict.path)));
  const others = [...ownership]
    .filter(([key]) => key !== keyOf(owner))
    .map(([key, entry]) => {
      const kept = [...entry.paths].filter((field) => !taken.has(field));
      return [key, { ...entry, paths: new Set(kept) }] as const;
    });
  return withoutEmpty([...others, [keyOf(owner), { owner, paths }]]);
}

/** What the manager applied before, does not name any more, and shares with nobody. */
export function abandonedPaths(ownership: Ownership, owner: Owner, desired: JsonMap): readonly FieldPath[] {
  const wanted = new Set(fieldPaths(desired).map(text));
  const others = [...ownership].filter(([key]) => key !== keyOf(owner)).flatMap(([, entry]) => [...entry.paths]);
  const shared = new Set(others);
  const mine = [...(ownership.get(keyOf(owner))?.paths ?? [])].filter((field) => !wanted.has(field) && !shared.has(field));
  return mine.map(path);
}

export function withoutPaths(object: JsonMap, paths: readonly FieldPath[]): JsonMap {
  return paths.reduce<JsonMap>((rest, field) => without(rest, field) as JsonMap, object);
}

/** Ownership after a plain write: whoever changes a field owns it alone, and nobody owns what is gone. */
export function ownershipAfterUpdate(ownership: Ownership, owner: Owner, live: JsonMap, updated: JsonMap): Ownership {
  const after = fieldPaths(updated);
  const changed = new Set(
    after.filter((field) => JSON.stringify(valueAt(live, field)) !== JSON.stringify(valueAt(updated, field))).map(text),
  );
  const present = new Set(after.map(text));
  const others = [...ownership].map(([key, entry]) => {
    const kept = [...entry.paths].filter((field) => !changed.has(field) && present.has(field));
    return [key, { ...entry, paths: new Set(kept) }] as const;
  });
  const mine = new Set([...(others.find(([key]) => key === keyOf(owner))?.[1].paths ?? []), ...changed]);
  return withoutEmpty([...others.filter(([key]) => key !== keyOf(owner)), [keyOf(owner), { owner, paths: mine }]]);
}

function withoutEmpty(entries: readonly (readonly [string, { readonly owner: Owner; readonly paths: ReadonlySet<string> }])[]): Ownership {
  return new Map(entries.filter(([, entry]) => entry.paths.size > 0));
}

export function managedFields(ownership: Ownership, apiVersion: string): readonly ManagedFieldsEntry[] {
  return [...ownership.values()].map(({ owner: { manager, operation, subresource }, paths }) => ({
    manager,
    operation,
    apiVersion,
    fieldsType: 'FieldsV1',
    fieldsV1: fieldsV1([...paths].map(path)),
    ...(subresource === '' ? {} : { subresource }),
  }));
}
