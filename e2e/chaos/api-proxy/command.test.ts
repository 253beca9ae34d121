import { expect } from 'vitest';
import { runCommand } from './command.ts';
import { ask, openStream } from './testing/plain-client.ts';
import { pods, proxyTest as test } from './testing/proxy-test.ts';

test('faults are set and cleared by name, and what came is shown', async ({ proxy }) => {
  expect(await runCommand(proxy, ' storm  500 ')).toBe('set');
  expect((await ask(`${proxy.url}${pods}`, 'POST', '{}')).status).toBe(500);
  await runCommand(proxy, 'down');
  await expect(ask(`${proxy.url}${pods}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  expect(await runCommand(proxy, 'clear')).toBe('cleared');
  expect((await ask(`${proxy.url}${pods}`, 'POST', '{}')).status).toBe(200);
  expect(await runCommand(proxy, 'writes')).toBe(`     1  POST ${pods} 0\n     2  POST ${pods} 200`);
  expect(await runCommand(proxy, 'requests')).toBe('     2  create pods');
});

test('open watches are ended', async ({ proxy }) => {
  for (const [command, how] of [
    ['cut', 'cut'],
    ['end', 'in good order'],
  ] as const) {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    await runCommand(proxy, command);
    expect(await stream.ended).toBe(how);
  }
});

test('what is not known is answered with what is', async ({ proxy }) => {
  expect(await runCommand(proxy, 'explode')).toContain('black-hole');
  expect(await runCommand(proxy, 'storm 418')).toContain('429');
});
