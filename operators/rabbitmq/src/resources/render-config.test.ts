import { expect, test } from 'vitest';
import { renderConfig } from './render-config.ts';

test.for([
  ['a number', { channel_max: 100 }, 'channel_max = 100\n'],
  ['a word', { 'log.console.level': 'info' }, 'log.console.level = info\n'],
  ['a fraction', { 'vm_memory_high_watermark.relative': '0.5' }, 'vm_memory_high_watermark.relative = 0.5\n'],
  ['what would be a comment', { motd: 'a # b' }, "motd = 'a # b'\n"],
  ['spaces at the ends', { motd: ' a ' }, "motd = ' a '\n"],
  ['nothing', { motd: '' }, "motd = ''\n"],
] as const)('%s', ([, entries, text]) => {
  expect(renderConfig(entries)).toBe(text);
});

test.for([
  ['a second line', { motd: 'a\nlisteners.tcp = none' }],
  ['a quote', { motd: "a'b" }],
  ['a key that would be two', { 'a = b': 1 }],
] as const)('%s is refused', ([, entries]) => {
  expect(() => renderConfig(entries)).toThrow(RangeError);
});
