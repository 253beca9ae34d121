import { expect } from 'vitest';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test } from '../testing/proxy-test.ts';
import { startFlapping } from './flapping.ts';

test('down and up again and again; up when it is stopped', async ({ proxy }) => {
  const flapping = startFlapping(proxy, { upMs: 20, downMs: 20 });
  const outcome = () =>
    ask(`${proxy.url}${pods}`).then(
      () => 'up',
      () => 'down',
    );
  for (const expected of ['down', 'up', 'down', 'up']) {
    await waitUntil(async () => (await outcome()) === expected, { what: `it to be ${expected}`, timeoutMs: 5000, intervalMs: 1 });
  }
  await flapping.stop();
  expect(await outcome()).toBe('up');
});
