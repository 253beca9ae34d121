/** Server-side apply's view of an object, as far as the kinds need it that operators write. */

export type Json = null | boolean | number | string | readonly Json[] | { readonly [name: string]: Json };
export type JsonMap = { readonly [name: string]: Json };

/** One element of fieldsV1: `f:name`, `k:{"name":"x"}`, `v:"x"` or `.`. */
export type FieldPath = readonly string[];

const keysByList: Readonly<Record<string, readonly string[]>> = {
  containers: ['name'],
  initContainers: ['name'],
  volumes: ['name'],
  env: ['name'],
  imagePullSecrets: ['name'],
  volumeMounts: ['mountPath'],
  conditions: ['type'],
  ownerReferences: ['uid'],
  members: ['name'],
  topologySpreadConstraints: ['topologyKey', 'whenUnsatisfiable'],
};
const atomicMaps = /^(selector|nodeSelector|fieldRef|resourceFieldRef|secretKeyRef|configMapKeyRef|.*Selector)$/;

/** The fields by which the items of a list are told apart; undefined for a list that is one value. */
export function listKeys(name: string, items: readonly Json[]): readonly string[] | undefined {
  const [first] = items;
  if (!isMap(first)) return undefined;
  if (name !== 'ports') return keysByList[name];
  return 'containerPort' in first ? ['containerPort', 'protocol'] : ['port', 'protocol'];
}

export function itemKey(item: Json, keys: readonly string[]): string {
  const fields = isMap(item) ? item : {};
  return `k:${JSON.stringify(Object.fromEntries(keys.map((key) => [key, fields[key] ?? (key === 'protocol' ? 'TCP' : null)])))}`;
}

/** Every field that a value names, down to what is set as a whole. */
export function fieldPaths(value: JsonMap): readonly FieldPath[] {
  return Object.entries(value).flatMap(([name, child]) => pathsOf(name, child).map((path) => [`f:${name}`, ...path]));
}

function pathsOf(name: string, value: Json): readonly FieldPath[] {
  if (name === 'finalizers' && isList(value)) return value.map((item) => [`v:${JSON.stringify(item)}`]);
  if (isList(value)) {
    const keys = listKeys(name, value);
    if (keys === undefined) return [[]];
    return value.flatMap((item) => [['.'], ...fieldPaths(item as JsonMap)].map((path) => [itemKey(item, keys), ...path]));
  }
  if (!isMap(value) || atomicMaps.test(name) || Object.keys(value).length === 0) return [[]];
  return fieldPaths(value);
}

export function fieldsV1(paths: Iterable<FieldPath>): Record<string, unknown> {
  const root: Record<string, unknown> = {};
  for (const path of paths) {
    let node = root;
    for (const element of path) {
      node[element] ??= {};
      node = node[element] as Record<string, unknown>;
    }
  }
  return root;
}

export function isMap(value: Json | undefined): value is JsonMap {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isList(value: Json | undefined): value is readonly Json[] {
  return Array.isArray(value);
}

/** The value at a path; undefined where there is none. */
export function valueAt(root: Json, path: FieldPath): Json | undefined {
  let value: Json | undefined = root;
  let name = '';
  for (const element of path) {
    if (element === '.') return value;
    if (element.startsWith('f:')) {
      name = element.slice(2);
      value = isMap(value) ? value[name] : undefined;
    } else value = isList(value) ? value.find((item) => elementOf(item, name, value as readonly Json[]) === element) : undefined;
  }
  return value;
}

function elementOf(item: Json, name: string, items: readonly Json[]): string {
  const keys = listKeys(name, items);
  return keys === undefined ? `v:${JSON.stringify(item)}` : itemKey(item, keys);
}

/** The value without what the path leads to; maps that become empty by it go too. */
export function without(root: Json, path: FieldPath, name = ''): Json {
  const [element, ...rest] = path;
  if (element === undefined) return root;
  const isLast = rest.length === 0 || rest[0] === '.';
  if (isList(root)) {
    return root.flatMap((item) => {
      if (elementOf(item, name, root) !== element) return [item];
      return isLast ? [] : [without(item, rest)];
    });
  }
  if (!isMap(root)) return root;
  const field = element.slice(2);
  const child = root[field];
  if (child === undefined) return root;
  const remaining = isLast ? undefined : without(child, rest, field);
  const isEmpty =
    remaining === undefined || (isList(remaining) && remaining.length === 0) || (isMap(remaining) && Object.keys(remaining).length === 0);
  const { [field]: _removed, ...others } = root;
  return isEmpty ? others : { ...root, [field]: remaining };
}

/** What an apply of `desired` makes of `live`: its fields win, its list items come in its order, the rest stays. */
export function merged(live: Json | undefined, desired: Json, name = ''): Json {
  if (isMap(desired) && isMap(live) && !atomicMaps.test(name)) {
    const fields = Object.entries(desired).map(([field, value]) => [field, merged(live[field], value, field)] as const);
    return { ...live, ...Object.fromEntries(fields) };
  }
  if (!isList(desired) || !isList(live)) return desired;
  if (name === 'finalizers') return [...live, ...desired.filter((item) => !live.includes(item))];
  const keys = listKeys(name, desired);
  if (keys === undefined) return desired;
  const before = new Map(live.map((item) => [itemKey(item, keys), item]));
  const wanted = new Set(desired.map((item) => itemKey(item, keys)));
  const ours = desired.map((item) => merged(before.get(itemKey(item, keys)), item));
  return [...ours, ...live.filter((item) => !wanted.has(itemKey(item, keys)))];
}
