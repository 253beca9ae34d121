import { expect } from 'vitest';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test } from '../testing/proxy-test.ts';
import { recordView } from './stale-view.ts';

test('the same list is answered from the recording, whatever its page, and nothing else is', async ({ proxy, upstream }) => {
  const clear = proxy.set(await recordView(proxy, { path: pods, labelSelector: 'app=cart' }));
  const recorded = JSON.stringify({ method: 'GET', target: `${pods}?labelSelector=app%3Dcart`, body: '' });
  const asked = upstream.received.length;
  expect(await ask(`${proxy.url}${pods}?labelSelector=app%3Dcart&limit=500`)).toMatchObject({ status: 200, text: recorded });
  expect(upstream.received).toHaveLength(asked);
  for (const other of [`${pods}?labelSelector=app%3Dother`, pods, `${pods}/p?labelSelector=app%3Dcart`]) {
    expect((await ask(`${proxy.url}${other}`)).text).toContain(`"target":"${other}"`);
  }
  clear();
  expect((await ask(`${proxy.url}${pods}?labelSelector=app%3Dcart`)).text).toContain('"target"');
  expect(upstream.received).toHaveLength(asked + 4);
});
