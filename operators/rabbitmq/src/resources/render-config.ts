import type { IntOrString } from '@dataservices/api';

/**
 * The text of a rabbitmq.conf, in the order given. What could be read as something else is put in quotes, within which there are no escapes.
 *
 * @throws RangeError for a key or a value that the format cannot express
 */
export function renderConfig(entries: Readonly<Record<string, IntOrString>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${renderKey(key)} = ${renderValue(key, String(value))}\n`)
    .join('');
}

function renderKey(key: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(key)) throw new RangeError(`${JSON.stringify(key)} is not the name of a setting`);
  return key;
}

function renderValue(key: string, value: string): string {
  if (/^[A-Za-z0-9][A-Za-z0-9._:/+-]*$/.test(value)) return value;
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get in
  if (/['\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value)) {
    throw new RangeError(`${key} has a line break, a control character or a single quote`);
  }
  return `'${value}'`;
}
