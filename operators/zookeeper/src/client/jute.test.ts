import { expect, test } from 'vitest';
import { FrameSplitter, JuteReader, JuteWriter } from './jute.ts';

test('what was written is read, to the last bit', () => {
  const frame = new JuteWriter().int(-4).long(0x7fff_ffff_ffff_ffffn).text('héllo').text('').text(undefined).bool(true).frame();
  const reader = new JuteReader(frame.subarray(4));
  expect(frame.readInt32BE(0)).toBe(frame.length - 4);
  expect([reader.int(), reader.long(), reader.text(), reader.text()]).toEqual([-4, 0x7fff_ffff_ffff_ffffn, 'héllo', '']);
  expect(reader.int()).toBe(-1);
});

test('messages are whole, in however many pieces they come', () => {
  const stream = Buffer.concat([new JuteWriter().text('one').frame(), new JuteWriter().text('two').frame()]);
  const splitter = new FrameSplitter();
  const messages = [...stream].flatMap((byte) => splitter.push(Buffer.of(byte)));
  expect(messages.map((message) => new JuteReader(message).text())).toEqual(['one', 'two']);
  expect(new FrameSplitter().push(stream)).toHaveLength(2);
});

test.for([
  ['negative', [0xff, 0xff, 0xff, 0xff]],
  ['of another protocol', [...Buffer.from('HTTP')]],
] as const)('a length that is %s is refused, and not waited for', ([, bytes]) => {
  expect(() => new FrameSplitter().push(Buffer.from(bytes))).toThrow(RangeError);
});

test('a text that is longer than its message is refused', () => {
  expect(() => new JuteReader(Buffer.of(0, 0, 0, 9, 65)).text()).toThrow(RangeError);
});
