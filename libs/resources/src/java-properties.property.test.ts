import fc from 'fast-check';
import { expect, test } from 'vitest';
import { renderProperties } from './java-properties.ts';

/** A line that ends with an odd number of backslashes goes on with the next one. */
const joined = /(?<!\\)((?:\\\\)*)\\\r?\n[ \t\f]*/g;

const escapes: Readonly<Record<string, string>> = { t: '\t', n: '\n', r: '\r', f: '\f' };

/** As java.util.Properties reads a file of Latin-1, written from its documentation and not from the serialiser. */
function loadProperties(file: Buffer): readonly (readonly [key: string, value: string])[] {
  const lines = file
    .toString('latin1')
    .replace(joined, '$1')
    .split(/[\r\n]+/);
  const telling = lines.map((line) => line.replace(/^[ \t\f]+/, '')).filter((line) => line !== '' && !/^[#!]/.test(line));
  return telling.map((line) => {
    const [, key = '', value = ''] = /^((?:\\.|[^\\ \t\f=:])*)[ \t\f]*[=:]?[ \t\f]*(.*)$/s.exec(line) ?? [];
    return [unescaped(key), unescaped(value)];
  });
}

function unescaped(text: string): string {
  return text.replace(/\\(?:u([0-9A-Fa-f]{4})|(.))/gs, (_, code: string | undefined, character = '') =>
    code === undefined ? (escapes[character] ?? character) : String.fromCharCode(Number.parseInt(code, 16)),
  );
}

/** How some programs name what they are to look up. */
const lookUp = (inside: string) => `$${inside}`;

const key = fc.stringMatching(/^[A-Za-z0-9][A-Za-z0-9._-]{0,20}$/);
/** What admission lets through. Characters that mean something to the format come more often than by chance. */
const value = fc.oneof(
  fc.stringMatching(/^[^\p{Cc}\p{Zl}\p{Zp}]{0,30}$/u),
  fc
    .array(fc.constantFrom('\\', ' ', '=', ':', '#', '!', 'u0041', 'n', lookUp('{file:/x:y}'), lookUp('{env:HOME}'), '"', "'", 'ü', '😀'))
    .map((parts) => parts.join('')),
);

test('Java reads back whatever was rendered: as many properties, with the same values', () => {
  fc.assert(
    fc.property(fc.dictionary(key, value, { noNullPrototype: true, maxKeys: 4 }), (entries) => {
      expect(loadProperties(Buffer.from(renderProperties(entries), 'utf8'))).toEqual(Object.entries(entries));
    }),
    { numRuns: 200 },
  );
});

test('a value that cannot be one line is refused, and never becomes another property', () => {
  const anything = fc.string({ unit: 'binary', maxLength: 12 });
  fc.assert(
    fc.property(key, anything, (name, text) => {
      const rendered = renderedOrRefused(name, text);
      if (rendered === 'refused') expect(text).toMatch(/[\p{Cc}\p{Zl}\p{Zp}]/u);
      else expect(loadProperties(Buffer.from(rendered, 'utf8'))).toEqual([[name, text]]);
    }),
    { numRuns: 200 },
  );
});

function renderedOrRefused(name: string, text: string): string {
  try {
    return renderProperties({ [name]: text });
  } catch (error) {
    expect(error).toBeInstanceOf(RangeError);
    return 'refused';
  }
}
