import { KubeError, resources } from '@dataservices/kube';
import { sampleConfigMap, sampleService, waitFor } from '@dataservices/testing';
import { describe, expect, test, vi } from 'vitest';
import { useManagerBed } from '../test/manager-bed.ts';

const at = { namespace: 'a', name: 'cart' };
const owner = { apiVersion: 'v1', kind: 'ConfigMap', name: 'cart', uid: 'u1', controller: true };

const { start, kube, logged } = useManagerBed();

describe('a manager', () => {
  test('reconciles what is there, what changes, and the owner of what changes', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
    const keys: string[] = [];
    start(async (key) => {
      keys.push(key);
      return {};
    });
    await waitFor('the first reconcile', () => keys.length === 1);
    kube().put(resources.configMaps, sampleConfigMap({ namespace: 'b', name: 'other' }));
    await waitFor('the second', () => keys.length === 2);
    const service = sampleService({ namespace: 'a', name: 'cart-redis' });
    kube().put(resources.services, { ...service, metadata: { ...service.metadata, ownerReferences: [owner] } });
    await waitFor('that of the owner', () => keys.length === 3);
    kube().put(resources.services, sampleService({ namespace: 'a', name: 'nobodys' }));
    kube().remove(resources.services, { namespace: 'a', name: 'cart-redis' });
    await waitFor('that of the deletion', () => keys.length === 4);
    expect(keys).toEqual(['a/cart', 'b/other', 'a/cart', 'a/cart']);
  });

  test('a pass sees its own writes', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
    kube().disconnectWatches();
    const seen: (string | undefined)[] = [];
    const { services } = start(async (_key, { kube: own }) => {
      await own.apply(resources.services, sampleService(at), { fieldManager: 'test' });
      seen.push(services.get('a/cart')?.metadata.name);
      await own.delete(resources.services, at);
      seen.push(services.get('a/cart')?.metadata.name);
      return {};
    });
    kube().reconnectWatches();
    await waitFor('the reconcile', () => seen.length === 2);
    expect(seen).toEqual(['cart', undefined]);
  });

  test('an error is tried again, a terminal one waits for a change, a slow pass is aborted', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
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
    await waitFor('the terminal error', () => logged('reconcile failed for good').length > 0);
    expect(passes).toBe(2);
    kube().put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await waitFor('the last pass', () => passes === 4);
    expect(logged('reconcile took longer than 200 ms')).not.toEqual([]);
  });

  test('probes and metrics answer', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
    kube().disconnectWatches();
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
    kube().reconnectWatches();
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
    kube().put(resources.configMaps, sampleConfigMap(at));
    let passes = 0;
    const broken = {
      start() {
        throw new Error('no such service');
      },
      stop: () => Promise.reject(new Error('never started')),
    };
    const { manager, running } = start(
      async () => {
        passes += 1;
        return {};
      },
      {},
      { eventSources: [broken] },
    );
    await waitFor('the reconcile', () => passes === 1);
    await manager.stop();
    await running;
    expect(logged('an event source did not')).toHaveLength(2);
  });

  test('a pass that goes on for long after its deadline is unhealthy', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
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
    const later = performance.now() + 301_000;
    vi.spyOn(performance, 'now').mockReturnValue(later);
    expect(await probe()).toBe('a pass of test does not end, though its signal was aborted\n');
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
