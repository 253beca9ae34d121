import { parseQuantity } from '@dataservices/plan';

export type Fields = Readonly<Record<string, unknown>>;

/** What the server fills in inside maps and lists that are owned as a whole, where everything else unknown is a removed field. */
const defaultsInsideAtoms: Readonly<Record<string, readonly unknown[]>> = {
  protocol: ['TCP'],
  apiVersion: ['v1'],
  kind: ['PersistentVolumeClaim'],
  volumeMode: ['Filesystem'],
  expirationSeconds: [3600],
  phase: ['Pending'],
};

/** Whether two values are the same but for what the server fills in. */
export function isExactly(desired: unknown, live: unknown, path: string): boolean {
  if (Array.isArray(desired)) {
    return Array.isArray(live) && desired.length === live.length && desired.every((item, index) => isExactly(item, live[index], path));
  }
  if (!isFields(desired)) return isSameScalar(desired, live, path);
  if (!isFields(live)) return isAbsent(live) && isEmptyMapDropped(desired, path);
  const isContained = Object.entries(desired).every(([name, value]) => isAbsent(value) || isExactly(value, live[name], join(path, name)));
  return isContained && Object.keys(live).every((name) => !isAbsent(desired[name]) || isServerDefault(name, live[name]));
}

function isServerDefault(name: string, value: unknown): boolean {
  if (isFields(value)) return Object.entries(value).every(([child, childValue]) => isServerDefault(child, childValue));
  return isAbsent(value) || (defaultsInsideAtoms[name] ?? []).includes(value);
}

// Go leaves these out of its JSON when they are empty. Elsewhere {} means something: an empty selector selects all.
const droppedWhenEmpty = /(^|\.)(metadata|labels|annotations|data|binaryData|matchLabels|nodeSelector|requests|limits)$/;

export function isEmptyMapDropped(desired: Fields, path: string): boolean {
  return Object.values(desired).every(isAbsent) && droppedWhenEmpty.test(path);
}

const quantityPath = /(^|\.)(requests|limits|capacity|storage|sizeLimit)(\.|$)/;

export function isSameScalar(desired: unknown, live: unknown, path: string): boolean {
  if (desired === live) return true;
  if (!quantityPath.test(path) || !isQuantity(desired) || !isQuantity(live)) return false;
  const [a, b] = [parseQuantity(desired), parseQuantity(live)];
  return a !== undefined && b !== undefined && Math.abs(a - b) <= 1e-9 * Math.max(Math.abs(a), Math.abs(b));
}

function isQuantity(value: unknown): value is string | number {
  return typeof value === 'string' || typeof value === 'number';
}

export function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function isAbsent(value: unknown): value is undefined | null {
  return value === undefined || value === null;
}

/** `path.name` */
export function join(path: string, name: string): string {
  return path === '' ? name : `${path}.${name}`;
}
