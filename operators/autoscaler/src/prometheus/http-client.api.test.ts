import { issueAuthority, issueCertificate } from '@dataservices/certificates';
import { type PrometheusServer, startPrometheus, waitFor } from '@dataservices/testing';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPrometheusClient } from './http-client.ts';
import type { PrometheusPort, Query, Server } from './port.ts';

/** Against a real Prometheus: what its answers are, and whom it lets in. */
const patience = { timeoutMs: 15_000, intervalMs: 50 };

let plain: PrometheusServer;
let client: PrometheusPort;

beforeAll(async () => {
  plain = await startPrometheus();
  client = createPrometheusClient({ policy: { allowedHosts: ['127.0.0.1'], forbiddenAddresses: () => [] } });
}, 120_000);

afterAll(async () => {
  client?.close();
  await plain?.stop();
});

const serverAt = (port: number): Server => ({ url: new URL(`http://127.0.0.1:${port}`) });
const ask = (query: Query) => client.ask(serverAt(plain.port), query);

async function scraped(values: Readonly<Record<string, number>>): Promise<void> {
  plain.exporter.set(values);
  for (const [series, value] of Object.entries(values)) {
    await waitFor(
      series,
      async () => {
        const answer = await ask({ promql: series });
        return 'series' in answer && answer.series[0]?.value === String(value);
      },
      patience,
    );
  }
}

test('numbers come as they are, with their time', async () => {
  await scraped({ load: 42.5, 'many{a="1"}': 1, 'many{a="2"}': 2 });
  const answer = await ask({ promql: 'load' });
  expect(answer).toEqual({ series: [{ value: '42.5', atSeconds: expect.any(Number) }], warnings: [], atSeconds: expect.any(Number) });
  expect(await ask({ promql: 'sort(many)' })).toMatchObject({ series: [{ value: '1' }, { value: '2' }] });
  expect(await ask({ promql: 'scalar(load)' })).toMatchObject({ series: [{ value: '42.5' }] });
});

test.for([
  ['nothing', 'absent_metric', { series: [] }],
  ['not a number', 'vector(0) / 0', { series: [{ value: 'NaN' }] }],
  ['without end', 'vector(1) / 0', { series: [{ value: '+Inf' }] }],
  ['a string', '"load"', { error: expect.stringContaining('string') }],
  ['a range', 'load[1m]', { error: expect.stringContaining('matrix') }],
  ['no PromQL', 'sum(', { error: expect.stringContaining('is it PromQL') }],
  ['impossible', 'load * on() many', { error: expect.stringContaining('cannot carry out') }],
] as const)('an answer that is %s is told apart from 0', async ([, promql, expected]) => {
  await scraped({ load: 42.5, 'many{a="1"}': 1, 'many{a="2"}': 2 });
  expect(await ask({ promql })).toMatchObject(expected);
});

test('a sample that is too old is left out, and without a bound it is not', async () => {
  // With a time of its own a sample does not become stale when it is not renewed.
  plain.exporter.set({ aged: `5 ${Date.now() - 30_000}` });
  await waitFor(
    'the sample',
    async () => {
      const answer = await ask({ promql: 'aged', maxAgeSeconds: 120 });
      return 'series' in answer && answer.series.length === 1;
    },
    patience,
  );
  expect(await ask({ promql: 'aged' })).toMatchObject({ series: [{ value: '5' }] });
  expect(await ask({ promql: 'aged', maxAgeSeconds: 20 })).toMatchObject({ series: [] });
});

test('it lets in by user and password, and by certificate over a connection to whom it is', async () => {
  const validity = { notBefore: Date.now() - 60_000, notAfter: Date.now() + 600_000 };
  const authority = await issueAuthority({ commonName: 'test', ...validity });
  const issue = (name: string) => issueCertificate({ authority, commonName: name, names: [name], ...validity });
  const [server, user] = await Promise.all([issue('prometheus.test'), issue('autoscaler')]);
  const secured = await startPrometheus({
    files: { 'ca.crt': authority.certificate, 'tls.crt': server.certificate, 'tls.key': server.key },
    webConfig: {
      tls_server_config: {
        cert_file: 'tls.crt',
        key_file: 'tls.key',
        client_ca_file: 'ca.crt',
        client_auth_type: 'RequireAndVerifyClientCert',
      },
      // The password is secret.
      basic_auth_users: { app: '$2b$04$abcdefghijklmnopqrstuu2r9OfJnfCsdneAXAGHnS4UpFFP8WIrW' },
    },
  });
  try {
    const basic = (password: string) => `Basic ${Buffer.from(`app:${password}`).toString('base64')}`;
    const url = new URL(`https://127.0.0.1:${secured.port}`);
    const tls = { ca: authority.certificate, cert: user.certificate, key: user.key, servername: 'prometheus.test' };
    const asked = (given: Omit<Server, 'url'>) => client.ask({ url, ...given }, { promql: 'vector(7)' });
    expect(await asked({ tls, authorization: basic('secret') })).toMatchObject({ series: [{ value: '7' }] });
    expect(await asked({ tls, authorization: basic('wrong') })).toEqual({ error: 'the server answers with HTTP 401' });
    expect(await asked({ tls: { ca: tls.ca, servername: tls.servername }, authorization: basic('secret') })).toHaveProperty('error');
    expect(await asked({ tls: { ...tls, servername: 'another.test' }, authorization: basic('secret') })).toHaveProperty('error');
    const { ca: _, ...withoutAuthority } = tls;
    expect(await asked({ tls: withoutAuthority, authorization: basic('secret') })).toHaveProperty('error');
  } finally {
    await secured.stop();
  }
}, 60_000);
