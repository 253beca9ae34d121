import { type Kube, type Resource, resources } from '@dataservices/kube';
import { describe, expect, test } from 'vitest';
import { crashBetweenWrites, type RunningOperator, type WriteScenario } from './crash-writes.ts';
import { createFakeKube } from './fake-kube.ts';
import { sampleConfigMap } from './samples.ts';

const { configMaps, services } = resources;

type Pass = (kube: Kube, has: (resource: Resource, name: string) => Promise<boolean>) => Promise<void>;

/** Passes one after another, until it is stopped or its process dies. */
function looping(kube: Kube, namespace: string, pass: Pass): RunningOperator {
  let isStopped = false;
  const has = async (resource: Resource, name: string) => (await kube.get(resource, { namespace, name })) !== undefined;
  return {
    run: async () => {
      while (!isStopped) {
        await pass(kube, has).catch(() => {});
        await new Promise(setImmediate);
      }
    },
    stop: async () => {
      isStopped = true;
    },
  };
}

/** What is asked for: an object `new` in place of an object `old`. */
function replacing(operatorPass: (namespace: string) => Pass): WriteScenario {
  const inner = createFakeKube();
  const names = async (namespace: string) => (await inner.list(configMaps, { namespace })).items.map(({ metadata }) => metadata.name);
  let runs = 0;
  return {
    async prepare() {
      runs += 1;
      await inner.create(configMaps, sampleConfigMap({ namespace: `run-${runs}`, name: 'old' }));
      return `run-${runs}`;
    },
    ask: async () => {},
    connect: () => inner,
    operator: (kube, namespace) => looping(kube, namespace, operatorPass(namespace)),
    isDone: async (namespace) => (await names(namespace)).join() === 'new',
    end: async (namespace) => [await names(namespace), (await inner.list(services, { namespace })).items.length],
    timeoutMs: 300,
  };
}

const make = (kube: Kube, namespace: string) => kube.create(configMaps, sampleConfigMap({ namespace, name: 'new' }));

describe('crashBetweenWrites', () => {
  test('an operator that looks at what is there survives a crash at any write', async () => {
    const scenario = replacing((namespace) => async (kube, has) => {
      if (!(await has(configMaps, 'new'))) await make(kube, namespace);
      else if (await has(configMaps, 'old')) await kube.delete(configMaps, { namespace, name: 'old' });
    });
    const { writes, tried } = await crashBetweenWrites(scenario);
    expect(writes).toEqual([
      { verb: 'create', object: 'ConfigMap new' },
      { verb: 'delete', object: 'ConfigMap old' },
    ]);
    expect(tried).toBe(4);
  });

  test('an operator that remembers in memory what it made is found out', async () => {
    const scenario = replacing((namespace) => {
      let hasMade = false;
      return async (kube, has) => {
        if (!(await has(configMaps, 'new'))) {
          await make(kube, namespace);
          hasMade = true;
        } else if (hasMade) await kube.delete(configMaps, { namespace, name: 'old' });
      };
    });
    await expect(crashBetweenWrites(scenario)).rejects.toThrow(/^after a crash after write 1 \(create ConfigMap new\): still waiting/);
  });

  test('an operator that deletes again after a crash is found out', async () => {
    const scenario = replacing((namespace) => {
      let isFresh = true;
      return async (kube, has) => {
        const wasFresh = isFresh;
        isFresh = false;
        if (wasFresh && (await has(configMaps, 'new'))) await kube.delete(configMaps, { namespace, name: 'new' });
        else if (!(await has(configMaps, 'new'))) await make(kube, namespace);
        else if (await has(configMaps, 'old')) await kube.delete(configMaps, { namespace, name: 'old' });
      };
    });
    await expect(crashBetweenWrites(scenario)).rejects.toThrow('after a crash after write 1 (create ConfigMap new): other deletions');
  });

  test('an operator that makes something under a name of its own for each life is found out', async () => {
    let lives = 0;
    const scenario = replacing((namespace) => {
      lives += 1;
      const name = `life-${lives}`;
      return async (kube, has) => {
        if (!(await has(services, name))) {
          await kube.create(services, { apiVersion: 'v1', kind: 'Service', metadata: { namespace, name } });
        } else if (!(await has(configMaps, 'new'))) await make(kube, namespace);
        else if (await has(configMaps, 'old')) await kube.delete(configMaps, { namespace, name: 'old' });
      };
    });
    await expect(crashBetweenWrites(scenario)).rejects.toThrow('after a crash after write 1 (create Service life-1): another end');
  });
});
