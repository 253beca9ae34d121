import { boundedMap } from './bounded-map.ts';
import { intOrString } from './int-or-string.ts';
import { type FieldRule, withRules } from './rule.ts';

/** Keys that spec.config refuses, with what to do instead. A * at the beginning or the end of a key stands for anything, and for nothing. */
export type RefusedKeys = {
  readonly keys: readonly string[];
  readonly remedy: string;
  /** What is taken although it is among them, and which values then. None: any. */
  readonly except?: Readonly<Record<string, readonly string[]>>;
};

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
function refusalRules({ keys, remedy, except = {} }: RefusedKeys): FieldRule<ConfigMap>[] {
  return keys.map((key) => {
    const taken = Object.entries(except).filter(([name]) => isCovered(name, key));
    return {
      cel: celOf(key, taken),
      message: `config.${key} is refused: ${remedy}`,
      holds: (config) => Object.entries(config).every(([name, value]) => !isCovered(name, key) || isTaken(name, value, taken)),
    };
  });
}

type Taken = readonly (readonly [name: string, values: readonly string[]])[];

function isTaken(name: string, value: number | string, taken: Taken): boolean {
  return taken.some(([one, values]) => one === name && (values.length === 0 || values.includes(String(value))));
}

function isCovered(name: string, key: string): boolean {
  const { text, isPrefix, isSuffix } = partsOf(key);
  if (isPrefix && isSuffix) return name.includes(text);
  if (isPrefix) return name.startsWith(text);
  return isSuffix ? name.endsWith(text) : name === text;
}

function celOf(key: string, taken: Taken): string {
  const { text, isPrefix, isSuffix } = partsOf(key);
  if (!isPrefix && !isSuffix && taken.length === 0) return `!('${text}' in self)`;
  const covered = isPrefix && isSuffix ? 'contains' : isPrefix ? 'startsWith' : 'endsWith';
  const isOther = isPrefix || isSuffix ? `!k.${covered}('${text}')` : `k != '${text}'`;
  const exceptions = taken.map(([name, values]) => {
    const allowed = values.map((value) => `'${value}'`).join(', ');
    return values.length === 0 ? ` || k == '${name}'` : ` || (k == '${name}' && self[k] in [${allowed}])`;
  });
  return `self.all(k, ${isOther}${exceptions.join('')})`;
}

/** `isPrefix`: anything may follow; `isSuffix`: anything may come before. */
function partsOf(key: string) {
  const [isPrefix, isSuffix] = [key.endsWith('*'), key.startsWith('*')];
  return { text: key.slice(isSuffix ? 1 : 0, isPrefix ? -1 : undefined), isPrefix, isSuffix };
}
