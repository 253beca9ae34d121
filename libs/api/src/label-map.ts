import { z } from 'zod';
import { boundedMap } from './bounded-map.ts';
import { type FieldRule, withRules } from './rule.ts';

type TextMap = Readonly<Record<string, string>>;

const keyPattern = '^([a-z0-9]([-a-z0-9.]*[a-z0-9])?/)?[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$';
const keyRegExp = new RegExp(keyPattern);
const maxKeyLength = 317;

const validKeys: FieldRule<TextMap> = {
  cel: `self.all(k, k.size() <= ${maxKeyLength} && k.matches('${keyPattern}'))`,
  message: 'keys must look like name or example.com/name',
  holds: (map) => Object.keys(map).every((key) => key.length <= maxKeyLength && keyRegExp.test(key)),
};

const ownedPrefix = 'dataservices.dev/';
const ownedKeys = ['name', 'instance', 'component', 'managed-by', 'part-of', 'version'].map((name) => `app.kubernetes.io/${name}`);

/** A label of ours in other hands would take a pod out of its Service, or put a stranger's pod into it. */
const noOwnedKeys: FieldRule<TextMap> = {
  cel: `self.all(k, !k.startsWith('${ownedPrefix}') && !(k in [${ownedKeys.map((key) => `'${key}'`).join(', ')}]))`,
  message: `the keys ${ownedPrefix}… and app.kubernetes.io/{name,instance,component,managed-by,part-of,version} belong to the operator: use a prefix of your own`,
  holds: (map) => Object.keys(map).every((key) => !key.startsWith(ownedPrefix) && !ownedKeys.includes(key)),
};

export const labelValue = z
  .string()
  .max(63)
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, 'must be a label value: up to 63 letters, digits, -, _ and .');

/** The key of a label, where it is not that of a map. */
export function labelKey() {
  return z.string().max(maxKeyLength).regex(keyRegExp, 'must look like name or example.com/name');
}

/** Labels that a user adds to an object of ours. */
export function extraLabels() {
  return withRules(boundedMap(labelValue, 32), [validKeys, noOwnedKeys]);
}

/** Annotations that a user adds to an object of ours. */
export function extraAnnotations() {
  return withRules(boundedMap(z.string().max(4096), 32), [validKeys, noOwnedKeys]);
}

/** Labels that something must have, such as the nodes to choose. */
export function labelSelector() {
  return withRules(boundedMap(labelValue, 32), [validKeys]);
}
