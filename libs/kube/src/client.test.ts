import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type ConnectOptions, connect, type KubeClient } from './client.ts';
import type { Ref, WatchEvent } from './port.ts';
import { resources } from './resource.ts';
import type { RequestReport } from './transport.ts';

type Handler = (request: { method: string; url: URL; headers: IncomingMessage['headers']; body: string }, response: ServerResponse) => void;

let handle: Handler;
let sockets: number;
let folder: string;
let kubeconfig: string;
let kube: KubeClient | undefined;
const pod: Ref = { namespace: 'a', name: 'p' };

const open = new Set<Socket>();
const server = createServer((request, response) => {
  const chunks: Buffer[] = [];
  request.on('data', (chunk: Buffer) => chunks.push(chunk));
  request.on('end', () => {
    const url = new URL(request.url ?? '', 'http://server');
    handle({ method: request.method ?? '', url, headers: request.headers, body: Buffer.concat(chunks).toString() }, response);
  });
});
server.on('connection', (socket) => {
  sockets += 1;
  open.add(socket);
  socket.on('close', () => open.delete(socket));
});

beforeEach(async () => {
  sockets = 0;
  folder = mkdtempSync(join(tmpdir(), 'kube-client-'));
  kubeconfig = join(folder, 'config');
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' ? address?.port : 0;
  const cluster = { server: `http://127.0.0.1:${port}`, 'insecure-skip-tls-verify': true };
  const config = {
    clusters: [{ name: 'c', cluster }],
    users: [{ name: 'u', user: { token: 'first' } }],
    contexts: [{ name: 'c', context: { cluster: 'c', user: 'u' } }],
    'current-context': 'c',
  };
  writeFileSync(kubeconfig, JSON.stringify(config));
});
afterEach(async () => {
  await kube?.close();
  rmSync(folder, { recursive: true });
  server.closeAllConnections();
  await new Promise((resolve) => server.close(resolve));
});

function client(options: Partial<ConnectOptions> = {}): KubeClient {
  kube = connect({ kubeconfig, userAgent: 'test/1.0', ...options });
  return kube;
}

function answer(response: ServerResponse, status: number, body: object, headers: Record<string, string> = {}): void {
  response.writeHead(status, { 'content-type': 'application/json', ...headers }).end(JSON.stringify(body));
}

const status = (code: number, reason: string, details: object = { name: 'p' }) => ({
  kind: 'Status',
  code,
  reason,
  message: reason,
  details,
});

describe('requests', () => {
  test('go over kept connections, with token and user agent, and are reported', async () => {
    const reports: RequestReport[] = [];
    let headers: IncomingMessage['headers'] = {};
    handle = (request, response) => {
      headers = request.headers;
      answer(response, 200, { metadata: { name: 'p' } });
    };
    const own = client({ onRequest: (report) => reports.push(report) });
    for (let count = 0; count < 20; count += 1) await own.get(resources.pods, pod);
    // The pool may open a second one before the first has finished its answer; it never opens one for each request.
    expect(sockets).toBeLessThanOrEqual(2);
    expect([headers.authorization, headers['user-agent']]).toEqual(['Bearer first', 'test/1.0']);
    expect(reports).toHaveLength(20);
    expect(reports[0]).toMatchObject({ method: 'GET', code: '200', host: new URL(own.server).host });
  });

  test('an apply is JSON of the apply type with manager and force', async () => {
    let seen = '';
    handle = ({ method, url, headers, body }, response) => {
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
    handle = (_request, response) => answer(response, 404, status(404, 'NotFound'));
    expect(await client().get(resources.pods, pod)).toBeUndefined();
    handle = (_request, response) => response.writeHead(404).end('404 page not found\n');
    await expect(client().get(resources.pods, pod)).rejects.toMatchObject({ code: 'NotFound', status: 404 });
  });

  test('no answer in time is Timeout, no server is Unreachable', async () => {
    handle = () => {};
    await expect(client({ requestTimeoutMs: 50 }).get(resources.pods, pod)).rejects.toMatchObject({ code: 'Timeout', retry: 'backoff' });
    handle = (_request, response) => response.destroy();
    await expect(client().get(resources.pods, pod)).rejects.toMatchObject({ code: 'Unreachable', status: 0 });
  });

  test('an abort by the caller is the error that the caller sees', async () => {
    const controller = new AbortController();
    const reason = new Error('deadline of the pass');
    handle = () => controller.abort(reason);
    await expect(client().get(resources.pods, pod, { signal: controller.signal })).rejects.toBe(reason);
  });

  test('an overloaded server is not a refusal by a budget', async () => {
    const causes = [{ reason: 'DisruptionBudget', message: 'x' }];
    handle = (_request, response) => answer(response, 429, status(429, 'TooManyRequests', { causes }));
    expect(await client().evict(pod)).toBe('refused');
    handle = (_request, response) => response.writeHead(429, { 'retry-after': '2' }).end('Too many requests');
    await expect(client().evict(pod)).rejects.toMatchObject({ code: 'TooManyRequests', retry: { afterMs: 2000 } });
  });

  test('certificates that change in their files are used from the next request on', async () => {
    const authority = join(folder, 'ca');
    const config = JSON.parse(readFileSync(kubeconfig, 'utf8')) as { clusters: { cluster: object }[] };
    for (const entry of config.clusters) entry.cluster = { ...entry.cluster, 'certificate-authority': authority };
    writeFileSync(kubeconfig, JSON.stringify(config));
    handle = (_request, response) => answer(response, 200, {});
    const own = client();
    writeFileSync(authority, 'first');
    for (let count = 0; count < 3; count += 1) await own.get(resources.pods, pod);
    const before = sockets;
    await own.get(resources.pods, pod);
    expect(sockets).toBe(before);
    writeFileSync(authority, 'second');
    await own.get(resources.pods, pod);
    expect(sockets).toBe(before + 1);
  });
});

describe('list', () => {
  test('reads page by page', async () => {
    const queries: string[] = [];
    handle = ({ url }, response) => {
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
    handle = ({ url }, response) => {
      if (url.searchParams.has('continue')) return answer(response, 410, status(410, 'Expired'));
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
    handle = ({ url }, response) => {
      if (!url.searchParams.has('watch')) return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
      query = url.searchParams;
      response
        .writeHead(200)
        .write(`${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'p', uid: 'u', resourceVersion: '6' } } })}\n`);
    };
    const own = client();
    own.watch(resources.pods, { namespace: 'a' }, (event) => events.push(event as WatchEvent<never>));
    await waitFor('the event', () => events.length === 2);
    expect([query?.get('allowWatchBookmarks'), query?.get('resourceVersion')]).toEqual(['true', '5']);
    expect(Number(query?.get('timeoutSeconds'))).toBeGreaterThanOrEqual(300);
    expect(Number(query?.get('timeoutSeconds'))).toBeLessThanOrEqual(600);
    await own.close();
    await waitFor('the connections to close', () => open.size === 0);
  });
});

test('without credentials the remedy is named, and KUBECONFIG is not consulted', () => {
  process.env.KUBECONFIG = kubeconfig;
  try {
    expect(() => connect({ userAgent: 'x' })).toThrow('no kubeconfig given (--kubeconfig FILE)');
  } finally {
    delete process.env.KUBECONFIG;
  }
  expect(() => connect({ userAgent: 'x', kubeconfig, context: 'nope' })).toThrow("no context 'nope': choose one of c");
});
