import type { IncomingMessage, ServerResponse } from 'node:http';
import { gzipSync } from 'node:zlib';
import { waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { answer, ScriptedServer, statusBody } from '../test/scripted-server.ts';
import { type ConnectOptions, connect, type KubeClient } from './client.ts';
import type { Ref, WatchEvent } from './port.ts';
import { resources } from './resource.ts';
import type { RequestReport } from './send-request.ts';

const pod: Ref = { namespace: 'a', name: 'p' };
let server: ScriptedServer;
let kube: KubeClient | undefined;

beforeEach(async () => {
  server = new ScriptedServer();
  await server.start();
});
afterEach(async () => {
  await kube?.close();
  await server.stop();
});

function client(options: Partial<ConnectOptions> = {}): KubeClient {
  kube = connect({ kubeconfig: server.kubeconfig, userAgent: 'test/1.0', ...options });
  return kube;
}

describe('requests', () => {
  test('go over kept connections, with token and user agent, and are reported', async () => {
    const reports: RequestReport[] = [];
    let headers: IncomingMessage['headers'] = {};
    server.handle = (request, response) => {
      headers = request.headers;
      answer(response, 200, { metadata: { name: 'p' } });
    };
    const own = client({ onRequest: (report) => reports.push(report) });
    for (let count = 0; count < 20; count += 1) await own.get(resources.pods, pod);
    // The pool may open a second one before the first has finished its answer; it never opens one for each request.
    expect(server.connections).toBeLessThanOrEqual(2);
    expect([headers.authorization, headers['user-agent']]).toEqual(['Bearer first', 'test/1.0']);
    expect(reports).toHaveLength(20);
    expect(reports[0]).toMatchObject({ method: 'GET', code: '200', host: new URL(own.server).host });
  });

  test('an apply is JSON of the apply type with manager and force', async () => {
    let seen = '';
    server.handle = ({ method, url, headers, body }, response) => {
      seen = `${method} ${url.pathname}${url.search} ${headers['content-type']} ${body}`;
      answer(response, 200, {});
    };
    const object = { apiVersion: 'v1', kind: 'Pod', metadata: { ...pod } };
    await client().applyStatus(resources.pods, object as never, { fieldManager: 'm', force: false });
    expect(seen).toBe(
      `PATCH /api/v1/namespaces/a/pods/p/status?fieldManager=m&force=false application/apply-patch+yaml ${JSON.stringify(object)}`,
    );
  });

  test('an object that is absent is undefined; a kind that is absent is an error', async () => {
    server.handle = (_request, response) => answer(response, 404, statusBody(404, 'NotFound'));
    expect(await client().get(resources.pods, pod)).toBeUndefined();
    server.handle = (_request, response) => response.writeHead(404).end('404 page not found\n');
    await expect(client().get(resources.pods, pod)).rejects.toMatchObject({ code: 'NotFound', status: 404 });
  });

  test('no answer in time is Timeout, no server is Unreachable', async () => {
    server.handle = () => {};
    await expect(client({ requestTimeoutMs: 50 }).get(resources.pods, pod)).rejects.toMatchObject({ code: 'Timeout', retry: 'backoff' });
    server.handle = (_request, response) => response.destroy();
    await expect(client().get(resources.pods, pod)).rejects.toMatchObject({ code: 'Unreachable', status: 0 });
  });

  test('answers and refusals may come compressed', async () => {
    const accepted: (string | undefined)[] = [];
    const reply = (code: number, body: object) => {
      server.handle = ({ headers }, response) => {
        accepted.push(headers['accept-encoding']);
        const zipped = gzipSync(JSON.stringify(body));
        response.writeHead(code, { 'content-type': 'application/json', 'content-encoding': 'gzip' }).end(zipped);
      };
    };
    reply(200, { metadata: { name: 'größer' } });
    expect(await client().get(resources.pods, pod)).toEqual({ metadata: { name: 'größer' } });
    reply(422, statusBody(422, 'Invalid'));
    await expect(client().get(resources.pods, pod)).rejects.toMatchObject({ code: 'Invalid' });
    expect(accepted).toEqual(['gzip', 'gzip']);
  });

  test('an abort by the caller is the error that the caller sees', async () => {
    const controller = new AbortController();
    const reason = new Error('deadline of the pass');
    server.handle = () => controller.abort(reason);
    await expect(client().get(resources.pods, pod, { signal: controller.signal })).rejects.toBe(reason);
  });

  test('an overloaded server is not a refusal by a budget', async () => {
    const causes = [{ reason: 'DisruptionBudget', message: 'x' }];
    server.handle = (_request, response) => answer(response, 429, statusBody(429, 'TooManyRequests', { causes }));
    expect(await client().evict(pod)).toBe('refused');
    server.handle = (_request, response) => response.writeHead(429, { 'retry-after': '2' }).end('Too many requests');
    await expect(client().evict(pod)).rejects.toMatchObject({ code: 'TooManyRequests', retry: { afterMs: 2000 } });
  });
});

describe('list', () => {
  test('reads page by page', async () => {
    const queries: string[] = [];
    server.handle = ({ url }, response) => {
      queries.push(url.search);
      const isLast = url.searchParams.get('continue') === 't2';
      const page = {
        metadata: { resourceVersion: '7', ...(isLast ? {} : { continue: `t${queries.length}` }) },
        items: [{ metadata: { name: `p${queries.length}` } }],
      };
      answer(response, 200, page);
    };
    const { items, resourceVersion } = await client().list(resources.pods, { namespace: 'a', labelSelector: 'x=y' });
    expect(queries).toEqual([
      '?labelSelector=x%3Dy&limit=500',
      '?labelSelector=x%3Dy&limit=500&continue=t1',
      '?labelSelector=x%3Dy&limit=500&continue=t2',
    ]);
    expect([items.map(({ kind, metadata }) => `${kind} ${metadata.name}`), resourceVersion]).toEqual([['Pod p1', 'Pod p2', 'Pod p3'], '7']);
  });

  test('a snapshot lost between two pages is read again in one piece', async () => {
    server.handle = ({ url }, response) => {
      if (url.searchParams.has('continue')) return answer(response, 410, statusBody(410, 'Expired'));
      const isPage = url.searchParams.has('limit');
      return answer(response, 200, {
        metadata: { resourceVersion: isPage ? '7' : '9', ...(isPage ? { continue: 't' } : {}) },
        items: isPage ? [{ metadata: { name: 'old' } }] : [],
      });
    };
    expect(await client().list(resources.pods)).toEqual({ items: [], resourceVersion: '9' });
  });
});

describe('watch', () => {
  test('asks for bookmarks and a limited time, and close leaves nothing open', async () => {
    const events: WatchEvent<never>[] = [];
    let query: URLSearchParams | undefined;
    let encoding: string | undefined;
    server.handle = ({ url, headers }, response) => {
      if (!url.searchParams.has('watch')) return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
      query = url.searchParams;
      encoding = headers['accept-encoding'];
      response
        .writeHead(200)
        .write(`${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'p', uid: 'u', resourceVersion: '6' } } })}\n`);
    };
    const own = client();
    own.watch(resources.pods, { namespace: 'a' }, (event) => events.push(event as WatchEvent<never>));
    await waitFor('the event', () => events.length === 2);
    expect([query?.get('allowWatchBookmarks'), query?.get('resourceVersion')]).toEqual(['true', '5']);
    // A stream that is compressed somewhere on the way would hold events back.
    expect(encoding).toBe('identity');
    expect(Number(query?.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(query?.get('timeoutSeconds'))).toBeLessThanOrEqual(600);
    await own.close();
    await waitFor('the connections to close', () => server.open.size === 0);
  });
});

test('a watch that is silent for watchSilenceMs is opened anew from its place, on another connection', async () => {
  const places: (string | null)[] = [];
  const streams: ServerResponse[] = [];
  server.handle = ({ url }, response) => {
    if (!url.searchParams.has('watch')) return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
    places.push(url.searchParams.get('resourceVersion'));
    streams.push(response);
    const bookmark = { type: 'BOOKMARK', object: { metadata: { resourceVersion: '9' } } };
    return response.writeHead(200).write(`${JSON.stringify(bookmark)}\n`);
  };
  const failures: string[] = [];
  const own = client({
    watchSilenceMs: 100,
    onWatch: (_resource, report) => report.type === 'failed' && failures.push(report.message),
  });
  own.watch(resources.pods, {}, () => {});
  await waitFor('the second watch', () => places.length === 2);
  expect(places).toEqual(['5', '9']);
  expect(failures[0]).toContain('the server fell silent');
  await waitFor('the silent connection to close', () => streams[0]?.closed);
});
