/**
 * The text of a Java properties file, in the order given. Non-Latin characters become escapes: many a reader takes the file for Latin-1.
 *
 * Source of the format: java.util.Properties, `load`.
 *
 * @throws RangeError for a key or a value that could become another property
 */
export function renderProperties(entries: Readonly<Record<string, string | number>>): string {
  return Object.entries(entries)
    .map(([key, value]) => `${renderKey(key)}=${renderValue(key, String(value))}\n`)
    .join('');
}

function renderKey(key: string): string {
  if (!/^[A-Za-z0-9][A-Za-z0-9._-]*$/.test(key)) throw new RangeError(`${JSON.stringify(key)} is not the name of a property`);
  return key;
}

function renderValue(key: string, value: string): string {
  // biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what must not get in
  if (/[\u0000-\u001f\u007f-\u009f\u2028\u2029]/.test(value))
    throw new RangeError(`${key} has a line break or control character; write it on one line`);
  return value
    .replaceAll('\\', '\\\\')
    .replace(/^ /, '\\ ')
    .replace(/[^\u0020-\u007e]/g, (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`);
}
