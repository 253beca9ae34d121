import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { waitUntil } from '../../cluster/src/wait-until.ts';
import { type ApiProxy, startApiProxy } from './api-proxy.ts';
import { ask, openStream } from './testing/plain-client.ts';
import { eventLine, startTinyUpstream, type TinyUpstream } from './testing/tiny-upstream.ts';

const pods = '/api/v1/namespaces/a/pods';
let upstream: TinyUpstream;
let proxy: ApiProxy;

beforeEach(async () => {
  upstream = await startTinyUpstream();
  proxy = await startApiProxy({ kubeconfigPath: upstream.kubeconfigPath });
});
afterEach(async () => {
  await proxy.stop();
  await upstream.stop();
});

const until = (what: string, check: () => boolean) => waitUntil(check, { what, timeoutMs: 5000, intervalMs: 5 });

test('requests go through whole, with the credentials of the proxy in place of the client’s', async () => {
  const headers = { authorization: 'Bearer mine', 'impersonate-user': 'root', 'user-agent': 'op/1', 'content-type': 'application/json' };
  const answer = await ask(`${proxy.url}${pods}?dryRun=All`, 'POST', '{"a":"é"}', headers);
  expect(answer).toMatchObject({ status: 200, headers: { 'content-type': 'application/json' } });
  expect(JSON.parse(answer.text)).toEqual({ method: 'POST', target: `${pods}?dryRun=All`, body: '{"a":"é"}' });
  const [received] = upstream.received;
  expect(received?.headers).toMatchObject({ authorization: 'Bearer secret', 'user-agent': 'op/1' });
  expect(received?.headers).not.toHaveProperty('impersonate-user');
});

test('the body of a DELETE goes through, and harms no request that follows on the same connection', async () => {
  for (const body of ['{"first":1}', '{"second":2}']) {
    expect(JSON.parse((await ask(`${proxy.url}${pods}/p`, 'DELETE', body, { 'content-length': `${body.length}` })).text)).toMatchObject({
      body,
    });
  }
  expect(upstream.received.map(({ headers }) => headers['content-length'])).toEqual(['11', '12']);
});

test('writes are numbered, without those of Leases and Events', async () => {
  const headers = { 'user-agent': 'op/1' };
  await ask(`${proxy.url}${pods}`, 'POST', '{}', headers);
  await ask(`${proxy.url}/apis/coordination.k8s.io/v1/namespaces/a/leases/l`, 'PUT', '{}', headers);
  await ask(`${proxy.url}/apis/events.k8s.io/v1/namespaces/a/events`, 'POST', '{}', headers);
  await ask(`${proxy.url}${pods}/p`, 'DELETE', '', headers);
  await ask(`${proxy.url}${pods}`);
  expect(proxy.writes).toEqual([
    { index: 1, method: 'POST', path: pods, status: 200, userAgent: 'op/1' },
    { index: 2, method: 'DELETE', path: `${pods}/p`, status: 200, userAgent: 'op/1' },
  ]);
  expect(Object.fromEntries(proxy.requests)).toEqual({
    'create pods': 1,
    'update leases': 1,
    'create events': 1,
    'delete pods': 1,
    'list pods': 1,
  });
});

describe('a watch', () => {
  test('comes line by line, and ends as the API server ends it', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    upstream.watches[0]?.write(eventLine('ADDED', 'p', 1).slice(0, 10));
    upstream.watches[0]?.write(eventLine('ADDED', 'p', 1).slice(10));
    await until('the line', () => stream.received() === eventLine('ADDED', 'p', 1));
    expect(proxy.watches()).toHaveLength(1);
    upstream.watches[0]?.end();
    expect(await stream.ended).toBe('in good order');
    await until('the end', () => proxy.watches().length === 0);
  });

  test('that the API server cuts is cut', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    upstream.watches[0]?.destroy();
    expect(await stream.ended).toBe('cut');
  });

  test('ends at the API server when its client goes', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    stream.close();
    await until('the end', () => upstream.watches.length === 0 && proxy.watches().length === 0);
  });

  test('waits for a client that does not read', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    const line = eventLine('ADDED', 'x'.repeat(100_000), 1);
    for (let count = 0; count < 50; count += 1) upstream.watches[0]?.write(line);
    await until('all of it', () => stream.received() === line.repeat(50));
  });
});

describe('an outage', () => {
  test('refused: everything is cut, and new connections are refused until it ends', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    await proxy.goDown('refused');
    expect(await stream.ended).toBe('cut');
    await expect(ask(`${proxy.url}${pods}`)).rejects.toMatchObject({ code: 'ECONNREFUSED' });
    await proxy.revive();
    expect(await ask(`${proxy.url}${pods}`)).toMatchObject({ status: 200 });
  });

  test('black hole: nothing is answered and nothing arrives; connections of that time are cut when it ends', async () => {
    const stream = await openStream(`${proxy.url}${pods}?watch=true`);
    await proxy.goDown('black-hole');
    const before = upstream.received.length;
    const waiting = ask(`${proxy.url}${pods}`).catch((error: Error) => error);
    upstream.watches[0]?.write(eventLine('ADDED', 'p', 1));
    await until('the request', () => proxy.requests.get('list pods') === 1);
    await proxy.revive();
    expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
    expect(await stream.ended).toBe('cut');
    expect(stream.received()).toBe('');
    expect(upstream.received).toHaveLength(before);
    expect(await ask(`${proxy.url}${pods}`)).toMatchObject({ status: 200 });
  });
});

test('stop leaves nothing open: watches, idle connections, requests without an answer, files', async () => {
  const own = await startApiProxy({ kubeconfigPath: upstream.kubeconfigPath });
  const streams = await Promise.all(Array.from({ length: 3 }, () => openStream(`${own.url}${pods}?watch=true`)));
  await ask(`${own.url}${pods}`);
  own.set({ intercept: () => 'hang' });
  const waiting = ask(`${own.url}${pods}`).catch((error: Error) => error);
  await until('the request', () => own.requests.get('list pods') === 2);
  own.watches()[0]?.loseClient();
  own.watches()[1]?.loseUpstream();
  await own.stop();
  await own.stop();
  expect(own.openSockets()).toEqual({ clients: 0, upstream: 0 });
  expect(own.watches()).toEqual([]);
  expect(await Promise.all(streams.map(({ ended }) => ended))).toEqual(['cut', 'cut', 'cut']);
  expect(await waiting).toMatchObject({ code: 'ECONNRESET' });
  await until('the upstream to notice', () => upstream.watches.length === 0);
});
