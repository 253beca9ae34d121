import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { ServerResponse } from 'node:http';
import type { Server } from 'node:https';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { waitFor } from '@dataservices/testing';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { answer, ScriptedServer } from '../test/scripted-server.ts';
import { type KeyPair, selfSigned } from '../test/self-signed.ts';
import { connect, type KubeClient } from './client.ts';
import { resources } from './resource.ts';

const pod = { namespace: 'a', name: 'p' };
let keys: string;
let first: KeyPair;
let second: KeyPair;
let server: ScriptedServer;
let kube: KubeClient;
let authority: string;
let tokenFile: string;
/** What came with each request. */
let authorizations: (string | undefined)[];
let watcher: ServerResponse | undefined;

beforeAll(() => {
  keys = mkdtempSync(join(tmpdir(), 'kube-keys-'));
  [first, second] = [selfSigned(keys, 'first'), selfSigned(keys, 'second')];
});
afterAll(() => rmSync(keys, { recursive: true }));
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'] });
  authorizations = [];
  watcher = undefined;
  server = new ScriptedServer(first);
  server.handle = ({ url, headers }, response) => {
    authorizations.push(headers.authorization);
    if (!url.searchParams.has('watch')) return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
    watcher = response;
    response.writeHead(200).flushHeaders();
  };
  authority = join(server.folder, 'ca.crt');
  tokenFile = join(server.folder, 'token');
  writeFileSync(authority, first.cert);
  writeFileSync(tokenFile, 'one\n');
  await server.start({ 'certificate-authority': authority }, { tokenFile: 'token', token: 'never used' });
  kube = connect({ kubeconfig: server.kubeconfig, userAgent: 'test/1.0' });
});
afterEach(async () => {
  vi.useRealTimers();
  await kube.close();
  await server.stop();
});

/** The server has a new certificate, of a new authority. */
function rotateServer(): void {
  (server.server as Server).setSecureContext(second);
}

/** How many connections requests one after the other need: the pool may open a second one before the first is free again. */
async function settledConnections(): Promise<number> {
  for (let count = 0; count < 5; count += 1) await kube.get(resources.pods, pod);
  expect(server.connections).toBeLessThanOrEqual(2);
  return server.connections;
}

describe('certificates in files', () => {
  test('that change are used from the next request on, over the same connections until then', async () => {
    const before = await settledConnections();
    const old = [...server.open];
    rotateServer();
    await kube.get(resources.pods, pod);
    expect(server.connections).toBe(before);
    writeFileSync(authority, second.cert);
    await kube.get(resources.pods, pod);
    expect(server.connections).toBe(before + 1);
    await waitFor('the old connections to close', () => old.every(({ destroyed }) => destroyed));
  });

  test('a server of another authority is not spoken to', async () => {
    rotateServer();
    await expect(kube.get(resources.pods, pod)).rejects.toMatchObject({
      code: 'Unreachable',
      message: expect.stringContaining('self-signed'),
    });
    expect(authorizations).toEqual([]);
    writeFileSync(authority, second.cert);
    await kube.get(resources.pods, pod);
    expect(authorizations).toHaveLength(1);
  });

  test('that are missing for a moment are named, and read when they are there again', async () => {
    rmSync(authority);
    const missing = { code: 'Credentials', retry: 'backoff', message: expect.stringContaining(authority) };
    await expect(kube.get(resources.pods, pod)).rejects.toMatchObject(missing);
    writeFileSync(authority, first.cert);
    await kube.get(resources.pods, pod);
    expect(authorizations).toHaveLength(1);
  });

  test('a watch goes on over its old connection, and stopping it closes that', async () => {
    const seen: string[] = [];
    const watch = kube.watch(resources.pods, {}, (event) => seen.push(event.type));
    const stream = await waitFor('the watch', () => watcher);
    rotateServer();
    writeFileSync(authority, second.cert);
    await kube.get(resources.pods, pod);
    stream.write(`${JSON.stringify({ type: 'ADDED', object: { metadata: { name: 'p', uid: 'u', resourceVersion: '6' } } })}\n`);
    await waitFor('the event', () => seen.length === 2);
    expect([watcher === stream, stream.closed]).toEqual([true, false]);
    await watch.stop();
    await waitFor('the old connection to close', () => stream.closed);
  });
});

describe('a token in a file', () => {
  test('is read again within about a minute, without another connection', async () => {
    const before = await settledConnections();
    writeFileSync(tokenFile, 'two\n');
    vi.setSystemTime(Date.now() + 61_000);
    await kube.get(resources.pods, pod);
    expect([...new Set(authorizations)]).toEqual(['Bearer one', 'Bearer two']);
    expect(server.connections).toBe(before);
  });
});
