import { expect } from 'vitest';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test } from '../testing/proxy-test.ts';
import { loseResponse } from './lose-response.ts';

test('the N-th write takes effect and has no answer; the others have one', async ({ upstream, proxy }) => {
  proxy.set(loseResponse({ write: 2 }));
  const outcomes: string[] = [];
  for (const body of ['1', '2', '3']) {
    await ask(`${proxy.url}${pods}`);
    outcomes.push(
      await ask(`${proxy.url}${pods}`, 'POST', body).then(
        () => 'answered',
        () => 'cut',
      ),
    );
  }
  expect(outcomes).toEqual(['answered', 'cut', 'answered']);
  expect(upstream.received.filter(({ method }) => method === 'POST').map(({ body }) => body)).toEqual(['1', '2', '3']);
  expect(proxy.writes.map(({ status }) => status)).toEqual([200, 200, 200]);
});
