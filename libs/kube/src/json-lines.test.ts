import { expect, test } from 'vitest';
import { readJsonLines } from './json-lines.ts';

async function* chunksOf(bytes: Uint8Array, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size);
}

async function collect(values: AsyncIterable<unknown>) {
  const result: unknown[] = [];
  for await (const value of values) result.push(value);
  return result;
}

test.for([1, 2, 3, 7, 1000])('lines survive being cut into chunks of %s bytes, even inside a character', async (size) => {
  const values = [{ a: 'é' }, { b: [1, 2] }, { c: '😀\n' }];
  const bytes = new TextEncoder().encode(`${values.map((value) => JSON.stringify(value)).join('\n')}\n\n`);
  expect(await collect(readJsonLines(chunksOf(bytes, size)))).toEqual(values);
});

test('a last line without its end is still read, a broken one is an error', async () => {
  const read = (text: string) => collect(readJsonLines(chunksOf(new TextEncoder().encode(text), 4)));
  expect(await read('{"a":1}\n{"b":2}')).toEqual([{ a: 1 }, { b: 2 }]);
  await expect(read('{"a":1}\n{"b"')).rejects.toThrow(SyntaxError);
});
