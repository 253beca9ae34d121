import { expect, test } from 'vitest';
import { createScreen } from './screen.ts';

function record(isTTY: boolean) {
  const chunks: string[] = [];
  return { isTTY, write: (text: string) => chunks.push(text), text: () => chunks.join('') };
}

test('a file gets plain lines, and no more live lines than are worth reading', () => {
  const output = record(false);
  const screen = createScreen(2, output);
  screen.step('First');
  screen.command('kubectl get pods');
  for (let tick = 0; tick < 10; tick += 1) screen.live(`waiting ${tick}`);
  screen.say('done\nand well');
  expect(output.text()).toBe('\n1/2  First\n\n   $ kubectl get pods\n   waiting 0\n   done\n   and well\n');
});

test('on a terminal the live line is written over', () => {
  const output = record(true);
  const screen = createScreen(1, output);
  screen.live('waiting');
  screen.live('still waiting');
  screen.say('done');
  screen.say('really');
  expect(output.text()).toBe('\r\x1b[K   waiting\r\x1b[K   still waiting\r\x1b[K   done\n   really\n');
});

test('progress says how it ended, and passes result and error on', async () => {
  const output = record(false);
  const { progress } = createScreen(1, output);
  await expect(progress('build', () => Promise.resolve(7))).resolves.toBe(7);
  await expect(progress('install', () => Promise.reject(new Error('no disk')))).rejects.toThrow('no disk');
  expect(output.text()).toMatch(/^ {3}ok {2}build \(0\.0 s\)\n {3}failed: install \(0\.0 s\)\n$/);
});
