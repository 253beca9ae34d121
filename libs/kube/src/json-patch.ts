/** One operation of a JSON patch (RFC 6902, as API servers understand it). Paths are JSON pointers (RFC 6901): build them with `jsonPointer`. */
export type JsonPatchOperation =
  /** `-` as the last name of the path appends to a list; a number inserts before that item. */
  | { readonly op: 'add'; readonly path: string; readonly value: unknown }
  /** Adds a field that is not there, unlike the RFC's: put a `test` before it where that matters. */
  | { readonly op: 'replace'; readonly path: string; readonly value: unknown }
  /** Fails where there is nothing. */
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string }
  /** Fails unless the value is this one. A null stands for a field that is not there, unlike the RFC's. */
  | { readonly op: 'test'; readonly path: string; readonly value: unknown };

/** The JSON pointer to a field, its names as they are: `jsonPointer('metadata', 'labels', 'a.b/c')` is `/metadata/labels/a.b~1c`. */
export function jsonPointer(...names: readonly (string | number)[]): string {
  return names.map((name) => `/${String(name).replaceAll('~', '~0').replaceAll('/', '~1')}`).join('');
}
