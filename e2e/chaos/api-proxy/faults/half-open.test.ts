import { expect } from 'vitest';
import { proxyTest as test, until, watchPods } from '../testing/proxy-test.ts';
import { eventLine } from '../testing/tiny-upstream.ts';
import { loseClients, loseUpstreams } from './half-open.ts';

test('the client is gone, and the API server does not know', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  const letGo = loseClients(proxy);
  expect(await watch.stream.ended).toBe('cut');
  watch.write(eventLine('ADDED', 'a', 1));
  await until('it to be read', () => proxy.watches()[0]?.linesRead === 1);
  expect(upstream.watches).toHaveLength(1);
  letGo();
  await until('the end', () => upstream.watches.length === 0 && proxy.watches().length === 0);
});

test('the API server is gone, and the client does not know', async ({ upstream, proxy }) => {
  const watch = await watchPods(upstream, proxy);
  loseUpstreams(proxy);
  await until('the end at the API server', () => upstream.watches.length === 0);
  expect(proxy.watches()).toHaveLength(1);
  expect(proxy.openSockets()).toEqual({ clients: 1, upstream: 0 });
  watch.stream.close();
  await until('the end', () => proxy.watches().length === 0);
});
