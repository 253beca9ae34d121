import { KubeError, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube, type FakeKube, sampleConfigMap, sampleService, waitFor } from '@dataservices/testing';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Reconcile } from './contract.ts';
import { LeadershipLost } from './lead-term.ts';
import { createLogger } from './logger.ts';
import { createManager } from './manager.ts';
import type { Manager, ManagerOptions } from './manager-options.ts';

const at = { namespace: 'a', name: 'cart' };

let kube: FakeKube;
let manager: Manager | undefined;

beforeEach(() => {
  kube = createFakeKube();
});
afterEach(() => {
  vi.restoreAllMocks();
  return manager?.stop();
});

function start(reconcile: Reconcile, options: Partial<ManagerOptions>) {
  const health = { port: 0, host: '127.0.0.1' };
  const logger = createLogger({ write: () => {} });
  const created = createManager({ name: 'test', kube, logger, health, handlesSignals: false, ...options });
  const configMaps = created.cache<StoredObject>(resources.configMaps);
  created.controller({ name: 'test', for: configMaps, reconcile });
  manager = created;
  return { manager: created, running: created.run(), configMaps };
}

describe('two managers with one lease', () => {
  const leaderElection = { namespace: 'a', name: 'test', retryMs: 20 };

  test('work one after the other: a stopped leader hands over at once', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    const passes: string[] = [];
    const reconcileAs =
      (name: string): Reconcile =>
      async () => {
        passes.push(name);
        return {};
      };
    const first = start(reconcileAs('first'), { leaderElection });
    await waitFor('the leader', () => passes.length === 1);
    const second = start(reconcileAs('second'), { leaderElection });
    await waitFor('the standby to be synced', () => second.configMaps.hasSynced());
    await first.manager.stop();
    await waitFor('the successor', () => passes.length === 2);
    expect(passes).toEqual(['first', 'second']);
  });

  test('a leader whose lease another has taken aborts its work and ends the process', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    let signalSeen: AbortSignal | undefined;
    let isEnded = false;
    const { running } = start(
      async (_key, { signal }) => {
        signalSeen = signal;
        await new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve()));
        return {};
      },
      {
        leaderElection,
        onLeadershipLost: () => {
          isEnded = true;
        },
      },
    );
    manager = undefined;
    await waitFor('the reconcile', () => signalSeen !== undefined);
    await kube.mergePatch(resources.leases, { namespace: 'a', name: 'test' }, { spec: { holderIdentity: 'another' } });
    await expect(running).rejects.toThrow(LeadershipLost);
    expect([isEnded, signalSeen?.reason]).toEqual([true, expect.any(LeadershipLost)]);
  });

  test('a write that hangs is ended with the lease', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    let failure: unknown;
    const { running } = start(
      async (_key, { kube: own }) => {
        try {
          await own.apply(resources.services, sampleService(at), { fieldManager: 'test' });
        } catch (error) {
          failure = error;
        }
        return {};
      },
      { leaderElection: { ...leaderElection, renewMs: 200, leaseMs: 300 }, onLeadershipLost: () => {} },
    );
    manager = undefined;
    vi.spyOn(kube, 'apply').mockImplementation(
      (_resource, _object, { signal }) =>
        new Promise((_resolve, reject) => {
          signal?.addEventListener('abort', () => reject(signal.reason));
          vi.spyOn(kube, 'get').mockRejectedValue(new KubeError({ code: 'Unreachable', status: 0, message: 'cut off' }));
        }),
    );
    await expect(running).rejects.toThrow(LeadershipLost);
    await waitFor('the write to end', () => failure !== undefined);
    expect(failure).toBeInstanceOf(LeadershipLost);
  });

  test('a pass that does not end keeps the lease until that runs out: signals do not reach what it may still do', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    let passes = 0;
    const { manager: running } = start(
      () => {
        passes += 1;
        return new Promise(() => {});
      },
      { leaderElection: { ...leaderElection, identity: 'hung' }, drainMs: 20 },
    );
    await waitFor('the reconcile', () => passes === 1);
    await running.stop();
    expect(await kube.get(resources.leases, { namespace: 'a', name: 'test' })).toMatchObject({ spec: { holderIdentity: 'hung' } });
  });

  test('what a pass had to tell is written before the lease is given back', async () => {
    kube.put(resources.configMaps, sampleConfigMap(at));
    let passes = 0;
    const { manager: running, configMaps } = start(
      async () => {
        passes += 1;
        return {};
      },
      { leaderElection },
    );
    await waitFor('the reconcile', () => passes === 1);
    const regarding = configMaps.get('a/cart') as StoredObject;
    const create = kube.create.bind(kube);
    vi.spyOn(kube, 'create').mockImplementation(async (...args) => {
      await new Promise(setImmediate);
      return (await create(...args)) as never;
    });
    running.recorder.record({ regarding, type: 'Normal', reason: 'Told', note: 'at the end' });
    await running.stop();
    const kinds = kube.writes().map(({ kind }) => kind);
    expect(kinds.indexOf('Event')).toBeGreaterThan(0);
    expect(kinds.indexOf('Event')).toBeLessThan(kinds.lastIndexOf('Lease'));
  });

  test('a standby writes nothing', async () => {
    const { manager: standby } = start(async () => ({}), { leaderElection });
    await expect(standby.kube.apply(resources.configMaps, sampleConfigMap(at), { fieldManager: 'x' })).rejects.toThrow(
      'this process does not lead',
    );
    expect(kube.writes().filter(({ kind }) => kind !== 'Lease')).toEqual([]);
  });
});
