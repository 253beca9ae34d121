import { createServer, type Server as HttpServer, type RequestListener } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, expect, test } from 'vitest';
import { createPrometheusClient } from './http-client.ts';

/** Servers that do what no good one does. */
let servers: HttpServer[] = [];

afterEach(() => {
  for (const server of servers) {
    server.closeAllConnections();
    server.close();
  }
  servers = [];
});

async function serve(listener: RequestListener): Promise<number> {
  const server = createServer(listener);
  servers.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const policy = { allowedHosts: ['127.0.0.1', 'prometheus.test'], forbiddenAddresses: () => [] };
const short = { policy, longestMs: 300, largestBytes: 100_000 };

async function ask(listener: RequestListener, options = short) {
  const client = createPrometheusClient(options);
  const port = await serve(listener);
  const answer = await client.ask(
    { url: new URL(`http://127.0.0.1:${port}/prom`), authorization: 'Bearer t' },
    { promql: 'up', maxAgeSeconds: 90 },
  );
  client.close();
  return answer;
}

const answerWith =
  (data: object, more: object = {}): RequestListener =>
  (_, response) =>
    response.end(JSON.stringify({ status: 'success', data, ...more }));
const vector = (...values: unknown[]) => ({ resultType: 'vector', result: values.map((value) => ({ metric: {}, value: [1, value] })) });
const secret = 'nothing of this is passed on';

test('asks below the path of the server, with its credentials', async () => {
  let seen: unknown;
  await ask((request, response) => {
    let body = '';
    request.setEncoding('utf8').on('data', (text) => {
      body += text;
    });
    request.on('end', () => {
      seen = [request.method, request.url, request.headers.authorization, Object.fromEntries(new URLSearchParams(body))];
      response.end();
    });
  });
  expect(seen).toEqual(['POST', '/prom/api/v1/query', 'Bearer t', { query: 'up', timeout: '1s', lookback_delta: '90s' }]);
});

test('an answer is of the time that the server says', async () => {
  const answer = await ask((request, response) => {
    response.setHeader('date', 'Thu, 01 Jan 2026 12:00:00 GMT');
    answerWith(vector('5'))(request, response);
  });
  expect(answer).toMatchObject({ atSeconds: Date.parse('2026-01-01T12:00:00Z') / 1000 });
});

test('a partial answer says so', async () => {
  expect(await ask(answerWith(vector('1'), { warnings: ['a store is gone'] }))).toMatchObject({
    series: [{ value: '1', atSeconds: 1 }],
    warnings: ['a store is gone'],
  });
});

test.for<readonly [string, RequestListener, string]>([
  ['fails', (_, response) => response.writeHead(500).end(secret), 'HTTP 500'],
  [
    'fails with an error of its own',
    (_, response) => response.writeHead(503).end(JSON.stringify({ status: 'error', errorType: 'timeout', error: secret })),
    'took too long',
  ],
  [
    'calls its error by a name of the language',
    (_, response) => response.writeHead(503).end(JSON.stringify({ status: 'error', errorType: 'constructor', error: secret })),
    'HTTP 503',
  ],
  ['redirects', (_, response) => response.writeHead(302, { location: 'http://127.0.0.1:1/' }).end(secret), 'redirects'],
  ['is no Prometheus', (_, response) => response.end(secret), 'not that of a Prometheus'],
  ['says nothing', (_, response) => response.end(), 'not that of a Prometheus'],
  ['gives a string', answerWith({ resultType: 'string', result: [1, secret] }), 'string'],
  ['gives a kind of its own', answerWith({ resultType: secret, result: [] }), 'unknown type'],
  ['gives numbers where texts are', answerWith(vector(1)), 'vector'],
  ['gives null', answerWith({ resultType: 'vector', result: [null] }), 'vector'],
  ['gives too many series', answerWith(vector(...Array.from({ length: 1001 }, () => '1'))), '1001 series'],
  ['never ends', (_, response) => void response.write('{'), 'within 0.3 s'],
  ['never begins', () => {}, 'within 0.3 s'],
  ['is huge', (_, response) => void response.end(secret.repeat(10_000)), 'larger than 100000 bytes'],
  ['hangs up', (request) => void request.socket.destroy(), '127.0.0.1 cannot be asked'],
])('a server that %s is unknown, in our own words', async ([, listener, why]) => {
  const answer = await ask(listener);
  expect(answer).toEqual({ error: expect.stringContaining(why) });
  expect(JSON.stringify(answer)).not.toContain(secret);
});

test('a slow drip of bytes does not keep a question alive', async () => {
  const startMs = performance.now();
  const answer = await ask((_, response) => {
    const timer = setInterval(() => response.write(' '), 20);
    response.on('close', () => clearInterval(timer));
  });
  expect(answer).toEqual({ error: expect.stringContaining('within 0.3 s') });
  expect(performance.now() - startMs).toBeLessThan(3000);
});

test('a name that stands for an address that is forbidden leads nowhere, also where it stands for a good one beside', async () => {
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.end();
  });
  for (const addresses of [['127.0.0.1'], ['192.0.2.1', '127.0.0.1'], ['::ffff:127.0.0.1'], []]) {
    const found = addresses.map((address) => ({ address, family: address.includes(':') ? 6 : 4 }));
    const client = createPrometheusClient({ ...short, resolve: (_, answer) => answer(null, found) });
    expect(await client.ask({ url: new URL(`http://prometheus.test:${port}`) }, { promql: 'up' })).toHaveProperty('error');
    client.close();
  }
  expect(asked).toBe(0);
});

test('a name that stands for another address at the next look-up is asked at the address that was checked', async () => {
  let lookUps = 0;
  const client = createPrometheusClient({
    ...short,
    resolve: (_, answer) => {
      lookUps += 1;
      // Nobody listens at the first one, which is for documentation.
      answer(null, [{ address: lookUps === 1 ? '192.0.2.1' : '127.0.0.1', family: 4 }]);
    },
  });
  let asked = 0;
  const port = await serve((_, response) => {
    asked += 1;
    response.end();
  });
  expect(await client.ask({ url: new URL(`http://prometheus.test:${port}`) }, { promql: 'up' })).toHaveProperty('error');
  expect([lookUps, asked]).toEqual([1, 0]);
  expect(await client.ask({ url: new URL(`http://prometheus.test:${port}`) }, { promql: 'up' })).toEqual({
    error: expect.stringContaining('must not be asked'),
  });
  expect(asked).toBe(0);
  client.close();
});

test('an address as a number that is forbidden, and that nobody has named, is not asked', async () => {
  const client = createPrometheusClient({ ...short, policy: { allowedHosts: ['*.test'], forbiddenAddresses: () => [] } });
  expect(await client.ask({ url: new URL('http://169.254.169.254') }, { promql: 'up' })).toEqual({
    error: '169.254.169.254 must not be asked',
  });
  client.close();
});
