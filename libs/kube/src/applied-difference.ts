import type { KubeObject, StoredObject } from '@dataservices/plan';
import { type Fields, isAbsent, isEmptyMapDropped, isExactly, isFields, isSameScalar, join } from './same-value.ts';

/** A node of managedFields' fieldsV1: children `f:name`, `k:{key}`, `v:value` and `.`; a node without children is a leaf. */
type Owned = Readonly<Record<string, unknown>>;

/**
 * The first field for which an apply of `desired` by this manager would change something; undefined where the server
 * already holds exactly that intent. Defaults that the server filled in are not ours and do not count.
 *
 * Three things must hold: all of `desired` is contained in `live`, this manager owns what it names (else a later
 * removal would remove nothing), and it owns no field that `desired` no longer names.
 */
export function appliedDifference(
  live: StoredObject,
  desired: KubeObject,
  owner: { readonly fieldManager: string; readonly subresource?: 'status' },
): string | undefined {
  if (desired.metadata.uid !== undefined && desired.metadata.uid !== live.metadata.uid) return 'metadata.uid';
  const entries = (live.metadata.managedFields ?? []).filter(
    ({ manager, operation, subresource }) =>
      manager === owner.fieldManager && operation === 'Apply' && (subresource ?? '') === (owner.subresource ?? ''),
  );
  const [entry] = entries;
  // Two entries are two API versions of one intent; one apply merges them.
  if (entry === undefined || entries.length > 1) return `managedFields of ${owner.fieldManager}`;
  const wanted = owner.subresource === 'status' ? statusOf(desired) : intentOf(desired);
  return difference(wanted, live as unknown as Fields, { '.': {}, ...entry.fieldsV1 }, '');
}

/** Whether an apply of `desired` by this manager would change nothing. */
export function isAlreadyApplied(live: StoredObject, desired: KubeObject, fieldManager: string): boolean {
  return appliedDifference(live, desired, { fieldManager }) === undefined;
}

// The identifying fields are in every request and in nobody's managedFields.
function intentOf(desired: KubeObject): Fields {
  const { apiVersion: _apiVersion, kind: _kind, metadata, status: _status, ...rest } = desired as KubeObject & { status?: unknown };
  const { labels, annotations, ownerReferences, finalizers } = metadata;
  return { ...rest, metadata: { labels, annotations, ownerReferences, finalizers } };
}

function statusOf(desired: KubeObject): Fields {
  return { status: (desired as KubeObject & { status?: unknown }).status };
}

function difference(desired: unknown, live: unknown, owned: Owned | undefined, path: string): string | undefined {
  if (isAbsent(desired)) return undefined;
  if (Array.isArray(desired)) return listDifference(desired, live, owned, path);
  if (isFields(desired)) return mapDifference(desired, live, owned, path);
  if (!isSameScalar(desired, live, path)) return path;
  return owned === undefined ? `${path} (not owned)` : undefined;
}

function mapDifference(desired: Fields, live: unknown, owned: Owned | undefined, path: string): string | undefined {
  if (!isFields(live)) return isAbsent(live) && isEmptyMapDropped(desired, path) ? undefined : path;
  if (owned !== undefined && isLeaf(owned)) return isExactly(desired, live, path) ? undefined : path;
  for (const [name, value] of Object.entries(desired)) {
    const found = difference(value, live[name], childOf(owned, `f:${name}`), join(path, name));
    if (found !== undefined) return found;
  }
  const surplus = Object.keys(owned ?? {}).find((child) => child.startsWith('f:') && isAbsent(desired[child.slice(2)]));
  return surplus === undefined ? undefined : `${join(path, surplus.slice(2))} (no longer wanted)`;
}

function listDifference(desired: readonly unknown[], live: unknown, owned: Owned | undefined, path: string): string | undefined {
  if (isAbsent(live) && desired.length === 0) return undefined;
  if (!Array.isArray(live)) return path;
  const children = Object.keys(owned ?? {}).filter((child) => child !== '.');
  if (children.some((child) => child.startsWith('k:'))) return keyedListDifference(desired, live, owned ?? {}, path);
  if (children.some((child) => child.startsWith('v:'))) return setDifference(desired, live, children, path);
  if (owned === undefined && desired.length > 0) return `${path} (not owned)`;
  return isExactly(desired, live, path) ? undefined : path;
}

/** Items that others added are theirs; ours must be there, in our order. */
function keyedListDifference(desired: readonly unknown[], live: readonly unknown[], owned: Owned, path: string): string | undefined {
  const ownedItems = Object.keys(owned).filter((child) => child.startsWith('k:'));
  const seen = new Set<string>();
  let lastIndex = -1;
  for (const item of desired) {
    const child = ownedItems.find((candidate) => hasKey(item, keyOf(candidate)));
    if (child === undefined) return `${path}[] (not owned)`;
    seen.add(child);
    const index = live.findIndex((candidate) => hasKey(candidate, keyOf(child)));
    if (index <= lastIndex) return `${path} (order)`;
    lastIndex = index;
    const found = difference(item, live[index], childOf(owned, child), `${path}[${child.slice(2)}]`);
    if (found !== undefined) return found;
  }
  const surplus = ownedItems.find((child) => !seen.has(child));
  return surplus === undefined ? undefined : `${path}[${surplus.slice(2)}] (no longer wanted)`;
}

function setDifference(
  desired: readonly unknown[],
  live: readonly unknown[],
  children: readonly string[],
  path: string,
): string | undefined {
  const isContained = desired.every((value) => live.includes(value) && children.includes(`v:${JSON.stringify(value)}`));
  const hasSurplus = children.some((child) => child.startsWith('v:') && !desired.includes(JSON.parse(child.slice(2))));
  return isContained && !hasSurplus ? undefined : path;
}

function keyOf(child: string): Fields {
  return JSON.parse(child.slice(2)) as Fields;
}

// The one default that is part of list keys: ports are keyed by number and protocol.
const keyDefaults: Fields = { protocol: 'TCP' };

function hasKey(item: unknown, key: Fields): boolean {
  return isFields(item) && Object.entries(key).every(([name, value]) => (item[name] ?? keyDefaults[name]) === value);
}

function isLeaf(owned: Owned): boolean {
  return Object.keys(owned).length === 0;
}

function childOf(owned: Owned | undefined, child: string): Owned | undefined {
  const node = owned?.[child];
  return isFields(node) ? node : undefined;
}
