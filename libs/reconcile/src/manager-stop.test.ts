import { resources } from '@dataservices/kube';
import { sampleConfigMap, waitFor } from '@dataservices/testing';
import { describe, expect, test } from 'vitest';
import { useManagerBed } from '../test/manager-bed.ts';
import type { Reconcile } from './contract.ts';

const at = { namespace: 'a', name: 'cart' };
const { start, kube, logged } = useManagerBed();

describe('a manager that is stopped', () => {
  test('aborts what runs, waits for it, and starts nothing new', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
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
    kube().put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await running.stop();
    await ended;
    expect(story).toEqual(['begun', 'ended']);
    // A pass that gives up because it was asked to has not failed.
    expect(logged('reconcile failed')).toEqual([]);
  });

  test('a node is drained that has the operator on it and a master that hands over: what is under way ends in good order', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
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
    kube().put(resources.configMaps, sampleConfigMap(at, { changed: 'yes' }));
    await stopped;
    expect(story).toEqual(['begun', 'ended']);
  });

  test('a pass that does not end does not keep the operator from ending', async () => {
    kube().put(resources.configMaps, sampleConfigMap(at));
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
    expect(logged('did not end in time')).not.toEqual([]);
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
});
