import { expect } from 'vitest';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test } from '../testing/proxy-test.ts';
import { crashAfterWrite } from './crash-after-write.ts';

test('exactly the writes up to the N-th take effect, though more are sent at once; the client is cut off until it is revived', async ({
  upstream,
  proxy,
}) => {
  await ask(`${proxy.url}${pods}`, 'POST', 'before');
  const crashed = Promise.withResolvers<void>();
  const clear = proxy.set(crashAfterWrite(proxy, { write: 2, onCrash: crashed.resolve }));
  await ask(`${proxy.url}${pods}`);
  const answers = await Promise.allSettled(['1', '2', '3', '4'].map((body) => ask(`${proxy.url}${pods}`, 'POST', body)));
  await crashed.promise;
  expect(upstream.received.filter(({ method }) => method === 'POST')).toHaveLength(3);
  expect(answers.filter(({ status }) => status === 'fulfilled').length).toBeLessThanOrEqual(1);
  expect(proxy.writes.map(({ status }) => status).sort()).toEqual([0, 0, 200, 200, 200]);
  await expect(ask(`${proxy.url}${pods}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  clear();
  await proxy.revive();
  expect(await ask(`${proxy.url}${pods}`, 'POST', 'after')).toMatchObject({ status: 200 });
});
