import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { setTimeout as delay } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { images } from './recipes.ts';
import { containerfilePath } from './stage-context.ts';

const [, ...command] = JSON.parse(/^CMD (.*)$/m.exec(readFileSync(containerfilePath(images.operator), 'utf8'))?.[1] ?? '[]') as string[];
const flags = command.slice(0, -1);
/** Ends with its input. */
const program = "console.log('ready'); process.stdin.resume(); process.stdin.on('end', () => process.exit());";
/** A debugger opens within some 50 ms, or a second of a machine that is busy. */
const silenceMs = 4000;

/** What a real process with these flags says after SIGUSR1. */
async function saysAfterSignal(nodeFlags: readonly string[]): Promise<string> {
  const child = spawn(process.execPath, [...nodeFlags, '--inspect-port=127.0.0.1:0', '--eval', program]);
  let said = '';
  const spoken = new Promise<void>((resolve) => {
    child.stderr.on('data', (chunk: Buffer) => {
      said += chunk;
      resolve();
    });
  });
  const ended = once(child, 'close');
  await once(child.stdout, 'data');
  child.kill('SIGUSR1');
  // Nothing tells that nothing comes any more.
  await Promise.race([spoken, ended, delay(silenceMs)]);
  child.stdin.end();
  await ended;
  return said;
}

test('nobody opens a debugger in the operators by a signal', { timeout: 20_000 }, async () => {
  expect(command.at(-1)).toBe('/app/main.mjs');
  expect(await saysAfterSignal(flags)).toBe('');
});

test('without that flag, one would be open', { timeout: 20_000 }, async () => {
  expect(await saysAfterSignal(flags.filter((flag) => flag !== '--disable-sigusr1'))).toContain('Debugger listening');
});
