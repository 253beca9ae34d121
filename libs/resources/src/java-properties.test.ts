import { describe, expect, test } from 'vitest';
import { renderProperties } from './java-properties.ts';

describe('renderProperties', () => {
  test.for<readonly [string, string | number, string]>([
    ['a number', 2000, '2000'],
    ['spaces, colons and equals signs within', 'a = b: c', 'a = b: c'],
    ['a backslash at the end, which would join the next line to this one', 'C:\\', 'C:\\\\'],
    ['a space at the beginning, which would be skipped', ' a', '\\ a'],
    ['what is not Latin', 'ü→', '\\u00fc\\u2192'],
    ['both halves of a character beyond 16 bits', '😀', '\\ud83d\\ude00'],
    ['nothing', '', ''],
  ])('%s', ([, value, text]) => {
    expect(renderProperties({ key: value })).toBe(`key=${text}\n`);
  });

  test('entries keep their order', () => {
    expect(renderProperties({ b: 1, a: 2 })).toBe('b=1\na=2\n');
  });

  test.for(['a\nforceSync=no', 'a\r', 'a\u0085b', 'a\u2028b', 'a\u0000'])('%j is refused, and the key is named', (value) => {
    expect(() => renderProperties({ snapCount: value })).toThrow(/snapCount/);
  });

  test.for(['', 'a b', 'a=b', 'a:b', '#a', 'a\n', 'ä'])('%j is no key', (key) => {
    expect(() => renderProperties({ [key]: 1 })).toThrow(RangeError);
  });
});
