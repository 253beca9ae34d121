import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { afterAll, expect, test } from 'vitest';
import { leaksIn, partsOf } from '../../libs/testing/src/secret-parts.ts';
import { processTexts } from './leaked-secrets.ts';

const canary = (what: string) => `canary-${what}-${process.pid}-6f1e90b2`;
const children: ChildProcess[] = [];

afterAll(() => {
  for (const child of children) child.kill();
});

async function run(args: readonly string[], env: Readonly<Record<string, string>>): Promise<void> {
  const child = spawn(process.execPath, ['-e', 'console.log(1); setTimeout(() => {}, 60_000)', ...args], {
    env,
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  children.push(child);
  await once(child.stdout, 'data');
}

async function leaksOf(value: string): Promise<readonly string[]> {
  return leaksIn(await processTexts(), partsOf('mine', { password: Buffer.from(value).toString('base64') }));
}

test('a password in an argument or in the environment of a process is found, also as a Secret or an address has it', async () => {
  expect(await leaksOf(canary('nowhere'))).toEqual([]);
  const encoded = Buffer.from(canary('environment')).toString('base64');
  await run([`redis://app:${encodeURIComponent(canary('argument'))}@cart`], { PASSWORD: encoded });
  expect(await leaksOf(canary('argument'))).toEqual([expect.stringMatching(/^password of Secret mine in cmdline of process \d+, /)]);
  expect(await leaksOf(canary('environment'))).toEqual([expect.stringMatching(/^password of Secret mine in environ of process \d+, /)]);
});
