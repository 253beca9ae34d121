import { once } from 'node:events';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { openPodHttp } from './pod-http.ts';

test('a text is asked for as one: RabbitMQ refuses its metrics to whoever asks for JSON', async () => {
  const paths: (string | undefined)[] = [];
  const server = createServer(({ url, headers }, response) => {
    paths.push(url);
    response.writeHead(headers.accept?.startsWith('text/plain') ? 200 : 406).end('up 1\n');
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  const folder = await mkdtemp(join(tmpdir(), 'pod-http-'));
  const kubeconfig = join(folder, 'kubeconfig');
  const cluster = { server: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, 'insecure-skip-tls-verify': true };
  const config = {
    clusters: [{ name: 'a', cluster }],
    users: [{ name: 'a', user: {} }],
    contexts: [{ name: 'a', context: { cluster: 'a', user: 'a' } }],
    'current-context': 'a',
  };
  // JSON is YAML.
  await writeFile(kubeconfig, JSON.stringify(config));
  const pods = openPodHttp(kubeconfig, { name: 'a' });
  onTestFinished(async () => {
    await pods.close();
    server.close();
    await rm(folder, { recursive: true });
  });
  expect(await pods.getText({ namespace: 'shop', pod: 'cart-rabbitmq-0', port: 15_692 }, '/metrics')).toBe('up 1\n');
  expect(paths).toEqual(['/api/v1/namespaces/shop/pods/cart-rabbitmq-0:15692/proxy/metrics']);
});
