import type { ServerResponse } from 'node:http';
import { waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { type Asked, answer, ScriptedServer } from '../test/scripted-server.ts';
import { type ConnectOptions, connect, type KubeClient } from './client.ts';
import type { Ref } from './port.ts';
import { resources } from './resource.ts';
import type { ThrottleReport } from './transport.ts';

const pod: Ref = { namespace: 'a', name: 'p' };
// Nobody who waits for a token of this one gets it while the test runs.
const onlyOne = { qps: 0.001, burst: 1 };
let server: ScriptedServer;
let kube: KubeClient;
let asked: string[];

beforeEach(async () => {
  asked = [];
  server = new ScriptedServer();
  server.handle = ({ method, url }: Asked, response) => {
    asked.push(`${method} ${url.pathname}`);
    answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
  };
  await server.start();
});
afterEach(async () => {
  await kube.close();
  await server.stop();
});

function client(options: Partial<ConnectOptions>): KubeClient {
  kube = connect({ kubeconfig: server.kubeconfig, userAgent: 'test/1.0', ...options });
  return kube;
}

describe('rateLimit', () => {
  test('holds back what exceeds the burst, tells how long, and ends the wait with the caller', async () => {
    const reports: ThrottleReport[] = [];
    const own = client({ rateLimit: { qps: 20, burst: 2 }, onThrottle: (report) => reports.push(report) });
    await Promise.all(Array.from({ length: 4 }, () => own.get(resources.pods, pod)));
    const waits = reports.map(({ seconds }) => seconds).sort((a, b) => a - b);
    expect(reports.map(({ method, host }) => `${method} ${host}`)).toEqual(Array(4).fill(`GET ${new URL(server.url).host}`));
    expect(waits.slice(0, 2)).toEqual([0, 0]);
    expect(Math.min(...waits.slice(2))).toBeGreaterThan(0.03);
    expect(Math.max(...waits.slice(2))).toBeGreaterThan(0.08);
  });

  test('a wait ends with the signal of its caller', async () => {
    const own = client({ rateLimit: onlyOne });
    await own.get(resources.pods, pod);
    const controller = new AbortController();
    const reason = new Error('deadline of the pass');
    const waiting = own.get(resources.pods, pod, { signal: controller.signal });
    controller.abort(reason);
    await expect(waiting).rejects.toBe(reason);
    expect(asked).toHaveLength(1);
  });

  test('a Lease is renewed while a burst of other writes waits', async () => {
    const own = client({ rateLimit: onlyOne });
    const events = Array.from({ length: 50 }, () => own.mergePatch(resources.pods, pod, {}));
    const ended = Promise.allSettled(events);
    const lease = { apiVersion: 'coordination.k8s.io/v1', kind: 'Lease', metadata: { ...pod, uid: 'u', resourceVersion: '1' } };
    await own.get(resources.leases, pod);
    for (let count = 0; count < 5; count += 1) await own.update(resources.leases, lease);
    const path = '/apis/coordination.k8s.io/v1/namespaces/a/leases/p';
    expect(asked.filter((line) => !line.includes('/pods/'))).toEqual([`GET ${path}`, ...Array(5).fill(`PUT ${path}`)]);
    expect(asked.filter((line) => line.includes('/pods/'))).toHaveLength(1);
    await own.close();
    expect((await ended).filter(({ status }) => status === 'rejected')).toHaveLength(49);
  });

  test('a watch is opened anew while other requests wait', async () => {
    let opened = 0;
    server.handle = ({ url }, response) => {
      if (!url.searchParams.has('watch')) return answer(response, 200, { metadata: { resourceVersion: '5' }, items: [] });
      opened += 1;
      return response.destroy();
    };
    const own = client({ rateLimit: onlyOne });
    own.watch(resources.pods, {}, () => {});
    await waitFor('the second attempt', () => opened === 2);
  });

  test('without one, nothing waits', async () => {
    const reports: ThrottleReport[] = [];
    const own = client({ rateLimit: 'none', onThrottle: (report) => reports.push(report) });
    await Promise.all(Array.from({ length: 1000 }, () => own.get(resources.pods, pod)));
    expect([asked.length, reports]).toEqual([1000, []]);
  });

  test('one that lets nothing through is refused at once', async () => {
    client({});
    expect(() => connect({ kubeconfig: server.kubeconfig, userAgent: 'x', rateLimit: { qps: 0, burst: 1 } })).toThrow('qps above 0');
  });
});

describe('a server that asks to come back later', () => {
  const overloaded = (response: ServerResponse) =>
    answer(response, 429, { kind: 'Status', reason: 'TooManyRequests' }, { 'retry-after': '1' });

  test('is asked again by a read, page for page', async () => {
    let refusals = 0;
    server.handle = ({ url }, response) => {
      asked.push(url.searchParams.get('continue') ?? 'first');
      if (refusals < 2 && url.searchParams.has('continue')) {
        refusals += 1;
        return overloaded(response);
      }
      const isLast = url.searchParams.has('continue');
      return answer(response, 200, { metadata: { resourceVersion: '5', ...(isLast ? {} : { continue: 't' }) }, items: [{ metadata: {} }] });
    };
    const codes: string[] = [];
    const own = client({ onRequest: ({ code }) => codes.push(code) });
    expect((await own.list(resources.pods)).items).toHaveLength(2);
    expect(asked).toEqual(['first', 't', 't', 't']);
    expect(codes).toEqual(['200', '429', '429', '200']);
  });

  test('is not asked again within the time that a call may take, nor by a write', async () => {
    server.handle = ({ method }, response) => {
      asked.push(method);
      overloaded(response);
    };
    const own = client({ requestTimeoutMs: 900 });
    const later = { code: 'TooManyRequests', retry: { afterMs: 1000 } };
    await expect(own.get(resources.pods, pod)).rejects.toMatchObject(later);
    const patient = client({});
    await expect(patient.mergePatch(resources.pods, pod, {})).rejects.toMatchObject(later);
    await expect(patient.delete(resources.pods, pod)).rejects.toMatchObject(later);
    await own.close();
    expect(asked).toEqual(['GET', 'PATCH', 'DELETE']);
  });
});

describe('close', () => {
  test('ends what waits for its turn and what waits for an answer, and refuses what comes later', async () => {
    server.handle = () => {};
    const own = client({ rateLimit: onlyOne });
    const before = Promise.allSettled([own.get(resources.pods, pod), own.get(resources.pods, pod)]);
    await waitFor('the connection', () => server.open.size === 1);
    await own.close();
    const after = Promise.allSettled([own.get(resources.pods, pod), own.get(resources.leases, pod)]);
    const closed = { status: 'rejected', reason: { code: 'Closed', retry: 'terminal' } };
    expect([...(await before), ...(await after)]).toMatchObject([closed, closed, closed, closed]);
    await waitFor('the connection to close', () => server.open.size === 0);
    expect(server.connections).toBe(1);
  });
});
