import type { StructuralSchema } from './any-by-schema.ts';

/** Longer than any field may be. */
const hugeText = 'x'.repeat(100_000);
const mostNumbers = [-1, 0, 1, 65_536, 2 ** 31 - 1, 2 ** 31, 2 ** 53, 1e300, 1.5];

const texts = [
  '',
  ' ',
  '-',
  '0',
  'two\nlines: yes',
  'two\r\nlines',
  'two\u2028lines',
  'nul\u0000',
  // biome-ignore lint/suspicious/noTemplateCurlyInString: so do some services name what they are to look up
  '${env:HOME}',
  '$(POD_NAME)',
  '$(reboot)',
  '`reboot`',
  "'; reboot; '",
  '"quoted"',
  'back\\slash\\',
  '# comment',
  '{{ template }}',
  '../../etc/passwd',
  'https://example.org/x?y=z',
  '__proto__',
  'constructor',
  'ünïcödé',
  '\ud800',
  hugeText,
];

/** What people write into fields of these names, and what they should not. */
const byField: readonly (readonly [names: RegExp, values: readonly unknown[]])[] = [
  [
    /^(size|maxSize|memory|cpu|sizeLimit|divisor|value|averageValue)$/,
    ['1Gi', '-1Gi', '0', '1e3', '1.5Gi', '99999999999Ei', '1 Gi', '1GB', '1gi', '0.1m', '100m', 'Infinity', 'NaN', '1k1'],
  ],
  [/^image$/, ['redis', 'REDIS:8', 'a b', 'redis@sha256:0', ':latest', 'example.org:5000/redis:8.0.2', 'http://example.org/redis']],
  [/[vV]ersion$/, ['8', '8.0', '8.0.2-alpine', 'latest', 'v8.0.2', '0.0.0', '999999.0.0', '4.99999999999999999999.0', '3.9.4', '4.3.1']],
  [/[nN]ame$/, ['a', 'A', 'my.name', 'my_name', '-x', 'x-', '1x', 'default', 'kubernetes', 'x'.repeat(64), 'x'.repeat(254)]],
  [/^(topologyKey|key)$/, ['zone', 'topology.kubernetes.io/zone', 'a/b/c', '/x', 'kubernetes.io/hostname']],
  [/[qQ]uery$/, ['up', 'up{', 'up{namespace="$namespace"}', 'vector(NaN)', '1/0', 'up"} or vector(1) #', '()'.repeat(2_000)]],
];

/** Keys that are no names of anything, and some that JavaScript itself knows. */
const keys = [
  '',
  ' ',
  'two\nlines',
  '__proto__',
  'constructor',
  'toString',
  'hasOwnProperty',
  'UPPER',
  'a=b',
  'a b',
  '$(x)',
  'x'.repeat(300),
];

/** Values for the field of this name: of its type, near its bounds, beyond them, and of other types. Plain JSON. */
export function wildValues(field: string, schema: StructuralSchema): readonly unknown[] {
  const named = byField.flatMap(([names, values]) => (names.test(field) ? values : []));
  if (schema['x-kubernetes-int-or-string'] === true) return [...named, ...mostNumbers, ...texts, true, [], {}];
  if (schema.enum !== undefined) return [...schema.enum, ...schema.enum.map((value) => String(value).toUpperCase()), '', 7, true, {}];
  switch (schema.type) {
    case 'object':
      return typeof schema.additionalProperties === 'object' ? wildMaps(schema.additionalProperties) : wildObjects;
    case 'array':
      return ['', {}, [], [[]], [7], [{}], Array.from({ length: 10_000 }, (_, at) => ({ name: `x${at}` })), new Array(10_000).fill('x')];
    case 'boolean':
      return [true, false, 'true', '', 0, 1, {}];
    case 'integer':
    case 'number':
      return [...bounds(schema), ...mostNumbers, '3', 'three', '', true, [], {}];
    default:
      return [...named, ...texts, 7, true, [], {}];
  }
}

const wildObjects: readonly unknown[] = [
  {},
  [],
  'x',
  7,
  true,
  { unknownField: 1 },
  own('__proto__', { isPolluted: true }),
  own('constructor', {}),
];

function wildMaps(values: StructuralSchema): readonly unknown[] {
  const value = values.type === 'string' || values['x-kubernetes-int-or-string'] === true ? 'x' : {};
  return [
    ...[[], 'x', 7],
    ...keys.map((key) => own(key, value)),
    ...texts.map((text) => own('key', text)),
    own('key', { nested: true }),
    Object.fromEntries(Array.from({ length: 10_000 }, (_, at) => [`key-${at}`, value])),
  ];
}

/** As JSON gives it: a property of its own whatever the key is. */
function own(key: string, value: unknown): unknown {
  return JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(value)}}`);
}

function bounds({ minimum, maximum }: StructuralSchema): readonly number[] {
  return [minimum, maximum].flatMap((bound) => (bound === undefined ? [] : [bound - 1, bound, bound + 1]));
}
