import { expect, test } from 'vitest';
import { LineSplitter } from './line-splitter.ts';

test('lines come whole, wherever the stream is cut', () => {
  const bytes = new TextEncoder().encode('{"a":"é"}\n\n{"b":2}\nrest');
  for (let size = 1; size <= bytes.length; size += 1) {
    const splitter = new LineSplitter();
    const lines: string[] = [];
    for (let at = 0; at < bytes.length; at += size) lines.push(...splitter.push(bytes.subarray(at, at + size)));
    expect(lines).toEqual(['{"a":"é"}', '{"b":2}']);
  }
});
