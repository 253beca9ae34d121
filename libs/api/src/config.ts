import { boundedMap } from './bounded-map.ts';
import { intOrString } from './int-or-string.ts';
import { type FieldRule, withRules } from './rule.ts';

/** Keys that spec.config refuses, with what to do instead. A key that ends in * stands for every key with that beginning. */
export type RefusedKeys = { readonly keys: readonly string[]; readonly remedy: string };

type ConfigMap = Readonly<Record<string, number | string>>;

/**
 * No control characters and no line ends of any kind, Unicode's included: a value never becomes a second line of a
 * configuration file. By property names, which Go and JavaScript spell alike; the characters themselves would be folded
 * into spaces wherever the CRD is read as YAML.
 */
const valuePattern = '^[^\\p{Cc}\\p{Zl}\\p{Zp}]*$';

const value = intOrString({
  pattern: valuePattern,
  maxLength: 1024,
  message: 'must be a whole number or a string of one line, up to 1024 characters; put true, false, yes, no and fractions in quotes',
});

/** What a setting of the service may be called: nothing that could be read as anything but the name of one. */
export type ConfigKeys = { readonly pattern: string; readonly meaning: string };

/** As Redis spells them: `maxmemory-policy`. */
export const dashedKeys: ConfigKeys = {
  pattern: '^[a-z][a-z0-9-]*$',
  meaning: 'lower case letters, digits and -, beginning with a letter',
};

/** As Java spells its properties: `fsync.warningthresholdms`, `maxClientCnxns`. */
export const propertyKeys: ConfigKeys = {
  pattern: '^[a-z][A-Za-z0-9._]*$',
  meaning: 'letters, digits, . and _, beginning with a small letter',
};

const maxKeyLength = 63;

function validKeys({ pattern, meaning }: ConfigKeys): FieldRule<ConfigMap> {
  const keyRegExp = new RegExp(pattern);
  return {
    cel: `self.all(k, k.size() <= ${maxKeyLength} && k.matches('${pattern}'))`,
    message: `keys must be up to ${maxKeyLength} ${meaning}`,
    holds: (config) => Object.keys(config).every((key) => key.length <= maxKeyLength && keyRegExp.test(key)),
  };
}

/** The service's own settings. What the operator owns or what would open the process is refused by name. */
export function config(keys: ConfigKeys, refused: readonly RefusedKeys[]) {
  const map = boundedMap(value, 128);
  return withRules(map, [validKeys(keys), ...refused.flatMap(refusalRules)]);
}

/** One rule per key, so that the message names the very key. */
function refusalRules({ keys, remedy }: RefusedKeys): FieldRule<ConfigMap>[] {
  return keys.map((key) => ({
    cel: key.endsWith('*') ? `self.all(k, !k.startsWith('${key.slice(0, -1)}'))` : `!('${key}' in self)`,
    message: `config.${key} is refused: ${remedy}`,
    holds: (config) => !Object.keys(config).some((candidate) => isCovered(candidate, key)),
  }));
}

function isCovered(candidate: string, key: string): boolean {
  return key.endsWith('*') ? candidate.startsWith(key.slice(0, -1)) : candidate === key;
}
