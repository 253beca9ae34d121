import { expect } from 'vitest';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test, watchPods } from '../testing/proxy-test.ts';
import { eventLine } from '../testing/tiny-upstream.ts';
import { refuseWatches } from './refuse-watches.ts';

test('expired: one ERROR event with a 410, then the end', async ({ proxy }) => {
  proxy.set(refuseWatches({ how: 'expired' }));
  const { status, text } = await ask(`${proxy.url}${pods}?watch=1`);
  expect(status).toBe(200);
  expect(text.endsWith('\n')).toBe(true);
  expect(JSON.parse(text)).toMatchObject({ type: 'ERROR', object: { kind: 'Status', code: 410, reason: 'Expired' } });
});

test('ended: nothing, for as many watches as asked, and for no other request', async ({ upstream, proxy }) => {
  proxy.set(refuseWatches({ how: 'ended', next: 1 }));
  expect((await ask(`${proxy.url}${pods}`)).text).not.toBe('');
  expect(await ask(`${proxy.url}${pods}?watch=true`)).toMatchObject({ status: 200, text: '' });
  const watch = await watchPods(upstream, proxy);
  watch.write(eventLine('ADDED', 'p', 1));
  await watch.receives(eventLine('ADDED', 'p', 1));
});
