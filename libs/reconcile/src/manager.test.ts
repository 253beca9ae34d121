import { KubeError, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, sampleService, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Logger, Reconcile } from './contract.ts';
import { createLogger } from './logger.ts';
import { createManager } from './manager.ts';
import type { Manager, ManagerOptions } from './manager-options.ts';

const at = { namespace: 'a', name: 'cart' };
const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'cart', uid: 'u1', controller: true };

let kube: FakeKube;
let lines: string[];
let logger: Logger;
let manager: Manager | undefined;

beforeEach(() => {
  kube = createFakeKube();
  lines = [];
  logger = createLogger({ level: 'debug', write: (line) => lines.push(line) });
});
afterEach(() => {
  vi.restoreAllMocks();
  return manager?.stop();
});

function start(reconcile: Reconcile, options: Partial<ManagerOptions> = {}) {
  const created = createManager({ name: 'test', kube, logger, health: { port: 0, host: '127.0.0.1' }, handlesSignals: false, ...options });
  const configMaps = created.cache<StoredObject>(resources.configMaps);
  const services = created.cache<StoredObject>(resources.services, { namespace: 'a' });
  created.controller({
    name: 'test',
    for: configMaps,
    owns: [services],
    reconcile,
    workers: 2,
    deadlineMs: 200,
    backoff: { firstMs: 1, longestMs: 5 },
  });
  manager = created;
  return { manager: created, running: created.run(), configMaps, services };
}

describe('a manager', () => {
  test('reconciles what is there, what changes, and the owner of what changes', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const keys: string[] = [];
    start(async (key) => {
      keys.push(key);
      return {};
    });
    await waitFor('the first reconcile', () => keys.length === 1);
    kube.put(resources.configMaps, sampleConfigMap({ namespace: 'b', name: 'other' }));
    await waitFor('the second', () => keys.length === 2);
    const service = sampleService({ namespace: 'a', name: 'cart-redis' });
    kube.put(resources.services, { ...service, metadata: { ...service.metadata, ownerReferences: [owner] } });
    await waitFor('that of the owner', () => keys.length === 3);
    kube.put(resources.services, sampleService({ namespace: 'a', name: 'nobodys' }));
    kube.remove(resources.services, { namespace: 'a', name: 'cart-redis' });
    await waitFor('that of the deletion', () => keys.length === 4);
    expect(keys).toEqual(['a/cart', 'b/other', 'a/cart', 'a/cart']);
  });

  test('a pass sees its own writes', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    kube.disconnectWatches();
    const seen: (string | undefined)[] = [];
    const { services } = start(async (_key, { kube: own }) => {
      await own.apply(resources.services, sampleService(at), { fieldManager: 'test' });
      seen.push(services.get('a/cart')?.metadata.name);
      await own.delete(resources.services, at);
      seen.push(services.get('a/cart')?.metadata.name);
      return {};
    });
    kube.reconnectWatches();
    await waitFor('the reconcile', () => seen.length === 2);
    expect(seen).toEqual(['cart', undefined]);
  });

  test('an error is tried again, a terminal one waits for a change, a slow pass is aborted', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const outcomes = [
      () => Promise.reject(new Error('first')),
      () => Promise.reject(new KubeError({ code: 'Invalid', status: 422, message: 'second' })),
      (signal: AbortSignal) => new Promise((_resolve, reject) => signal.addEventListener('abort', () => reject(signal.reason))),
      () => Promise.resolve({}),
    ];
    let passes = 0;
    start(async (_key, { signal }) => {
      passes += 1;
      return (await outcomes[passes - 1]?.(signal)) as object;
    });
    await waitFor('the terminal error', () => lines.some((line) => line.includes('reconcile failed for good')));
    expect(passes).toBe(2);
    kube.put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await waitFor('the last pass', () => passes === 4);
    expect(lines.some((line) => line.includes('reconcile took longer than 200 ms'))).toBe(true);
  });

  test('probes and metrics answer', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    kube.disconnectWatches();
    let passes = 0;
    const port = await freePort();
    start(
      async () => {
        passes += 1;
        return {};
      },
      { health: { port, host: '127.0.0.1' } },
    );
    const read = async (path: string) => {
      const answer = await fetch(`http://127.0.0.1:${port}${path}`);
      return { status: answer.status, text: await answer.text() };
    };
    expect(await read('/healthz')).toEqual({ status: 200, text: 'ok\n' });
    expect(await read('/readyz')).toEqual({ status: 503, text: 'configmaps are not listed yet\nservices are not listed yet\n' });
    kube.reconnectWatches();
    await waitFor('the reconcile', () => passes === 1);
    expect((await read('/readyz')).status).toBe(200);
    const metrics = await waitFor('the result', async () => {
      const { text } = await read('/metrics');
      return text.includes('controller_runtime_reconcile_total{controller="test",result="success"} 1') && text;
    });
    for (const name of ['workqueue_depth', 'workqueue_longest_running_processor_seconds', 'process_cpu_seconds_total'])
      expect(metrics).toContain(name);
    expect((await read('/other')).status).toBe(404);
  });

  test('an event source that neither starts nor stops harms nothing', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const created = createManager({ name: 'test', kube, logger, health: { port: 0, host: '127.0.0.1' }, handlesSignals: false });
    let passes = 0;
    created.controller({
      name: 'test',
      for: created.cache<StoredObject>(resources.configMaps),
      eventSources: [
        {
          start() {
            throw new Error('no such service');
          },
          stop: () => Promise.reject(new Error('never started')),
        },
      ],
      reconcile: async () => {
        passes += 1;
        return {};
      },
    });
    manager = created;
    const running = created.run();
    await waitFor('the reconcile', () => passes === 1);
    await created.stop();
    await running;
    expect(lines.filter((line) => line.includes('an event source did not')).length).toBe(2);
  });

  test('stop aborts what runs, waits for it, and starts nothing new', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const story: string[] = [];
    const reconcile: Reconcile = async (_key, { signal }) => {
      story.push('begun');
      await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
      await Promise.resolve();
      story.push('ended');
      throw signal.reason;
    };
    const { manager: running, running: ended } = start(reconcile, { finishMs: 1 });
    await waitFor('the reconcile', () => story.length === 1);
    kube.put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await running.stop();
    await ended;
    expect(story).toEqual(['begun', 'ended']);
    // A pass that gives up because it was asked to has not failed.
    expect(lines.filter((line) => line.includes('reconcile failed'))).toEqual([]);
  });

  test('a node is drained that has the operator on it and a master that hands over: what is under way ends in good order', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const story: string[] = [];
    const { manager: running } = start(async (_key, { signal }) => {
      story.push('begun');
      // As long as a hand-over takes, and far longer than it takes to be told to stop.
      await new Promise((resolve) => setTimeout(resolve, 100));
      story.push(signal.aborted ? 'cut short' : 'ended');
      return {};
    });
    await waitFor('the reconcile', () => story.length === 1);
    const stopped = running.stop();
    kube.put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await stopped;
    expect(story).toEqual(['begun', 'ended']);
  });

  test('a pass that does not end does not keep the operator from ending', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    let passes = 0;
    const { manager: running, running: ended } = start(
      () => {
        passes += 1;
        return new Promise(() => {});
      },
      { finishMs: 1, drainMs: 20 },
    );
    await waitFor('the reconcile', () => passes === 1);
    await running.stop();
    await ended;
    expect(lines.some((line) => line.includes('did not end in time'))).toBe(true);
  });

  test('a pass that goes on for long after its deadline is unhealthy', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const port = await freePort();
    let passes = 0;
    start(
      () => {
        passes += 1;
        return new Promise(() => {});
      },
      { health: { port, host: '127.0.0.1' }, drainMs: 20 },
    );
    await waitFor('the reconcile', () => passes === 1);
    const probe = async () => (await fetch(`http://127.0.0.1:${port}/healthz`)).text();
    expect(await probe()).toBe('ok\n');
    const later = Date.now() + 301_000;
    vi.spyOn(Date, 'now').mockReturnValue(later);
    expect(await probe()).toBe('a pass of test does not end, though its signal was aborted\n');
  });

  test('SIGTERM ends it in good order, and its handler goes with it', async () => {
    const before = process.listeners('SIGTERM');
    const { running, configMaps } = start(async () => ({}), { handlesSignals: true });
    await waitFor('the cache', () => configMaps.hasSynced());
    const [handler] = process.listeners('SIGTERM').filter((listener) => !before.includes(listener));
    handler?.('SIGTERM');
    await running;
    expect(process.listeners('SIGTERM')).toEqual(before);
  });

  test('caches and controllers are declared before the start', async () => {
    const { manager: running } = start(async () => ({}));
    expect(() => running.cache(resources.pods)).toThrow('declared before run()');
  });
});

async function freePort(): Promise<number> {
  const { startHealthServer } = await import('./health.ts');
  const { createMetrics } = await import('./metrics.ts');
  const server = await startHealthServer({
    port: 0,
    host: '127.0.0.1',
    registry: createMetrics().registry,
    problems: () => [],
    missing: () => [],
  });
  await server.close();
  return server.port;
}
