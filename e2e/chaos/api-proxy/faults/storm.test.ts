import { expect } from 'vitest';
import { seededRandom } from '../../seeded-random.ts';
import { ask } from '../testing/plain-client.ts';
import { pods, proxyTest as test } from '../testing/proxy-test.ts';
import { storm } from './storm.ts';

test.for([
  [409, 'PUT', 'Conflict'],
  [410, 'GET', 'Expired'],
  [500, 'GET', 'InternalError'],
  [503, 'POST', 'ServiceUnavailable'],
  [504, 'DELETE', 'Timeout'],
] as const)('%d of a %s is a Status with the reason %s', async ([status, method, reason], { upstream, proxy }) => {
  proxy.set(storm({ status }));
  const answer = await ask(`${proxy.url}${pods}/p?watch=true`, method);
  expect(answer.status).toBe(status);
  expect(JSON.parse(answer.text)).toMatchObject({ kind: 'Status', apiVersion: 'v1', status: 'Failure', code: status, reason });
  expect(upstream.received).toEqual([]);
});

test('429 is text and says when to come back', async ({ proxy }) => {
  proxy.set(storm({ status: 429, retryAfterSeconds: 7 }));
  const answer = await ask(`${proxy.url}${pods}`);
  expect(answer).toMatchObject({ status: 429, headers: { 'retry-after': '7', 'content-type': 'text/plain; charset=utf-8' } });
});

test('only what can conflict does', async ({ proxy }) => {
  proxy.set(storm({ status: 409 }));
  const statuses = await Promise.all(
    (['GET', 'POST', 'PATCH', 'DELETE'] as const).map(async (method) => (await ask(`${proxy.url}${pods}/p`, method)).status),
  );
  expect(statuses).toEqual([200, 200, 409, 409]);
});

test('the next N fail, then none', async ({ proxy }) => {
  proxy.set(storm({ status: 500, next: 2 }));
  const statuses: number[] = [];
  for (let count = 0; count < 4; count += 1) statuses.push((await ask(`${proxy.url}${pods}`)).status);
  expect(statuses).toEqual([500, 500, 200, 200]);
});

test('a share fails, the same requests for the same seed', async ({ proxy }) => {
  const runs: string[] = [];
  for (const seed of [7, 7, 8]) {
    const clear = proxy.set(storm({ status: 500, share: 0.5, random: seededRandom(seed) }));
    const statuses: number[] = [];
    for (let count = 0; count < 40; count += 1) statuses.push((await ask(`${proxy.url}${pods}`)).status);
    clear();
    runs.push(statuses.join(' '));
    expect(statuses.filter((status) => status === 500).length).toBeGreaterThan(8);
    expect(statuses.filter((status) => status === 500).length).toBeLessThan(32);
  }
  expect(runs[1]).toBe(runs[0]);
  expect(runs[2]).not.toBe(runs[0]);
});
