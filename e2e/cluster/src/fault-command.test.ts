import { expect, test } from 'vitest';
import type { Cluster } from './cluster.ts';
import { runFaultCommand } from './fault-command.ts';
import { openCluster } from './open-cluster.ts';

/** A cluster that says what it was asked to do. */
function listeningCluster(): { readonly cluster: Cluster; readonly asked: readonly unknown[] } {
  const asked: unknown[] = [];
  const listen = <T extends object>() =>
    new Proxy({} as T, {
      get:
        (_, name) =>
        async (...args: readonly unknown[]) =>
          void asked.push([name, ...args]),
    });
  return {
    cluster: { ...openCluster({ name: 'mine' }), nodeFaults: listen(), volumeFaults: listen(), controlPlaneFaults: listen() },
    asked,
  };
}

test.for([
  ['fault', 'kill 2', ['kill', 2]],
  ['heal', 'kill node2', ['heal', 2]],
  ['fault', 'partition 1', ['partition', 1]],
  ['heal', 'partition 1', ['healPartition', 1]],
  ['fault', 'partition-from shop/cart-0 shop/cart-1,node2', ['partitionFrom', ['shop/cart-0'], ['shop/cart-1', 'node2']]],
  ['heal', 'partition-from', ['healPartitionFrom']],
  ['fault', 'slow 3', ['slow', 3, { delayMs: 100 }]],
  ['heal', 'slow 3', ['healSlow', 3]],
  ['fault', 'freeze-kubelet 1', ['freezeKubelet', 1]],
  ['heal', 'freeze-kubelet 1', ['thawKubelet', 1]],
  ['fault', 'fill-volume shop/data-0', ['fill', { namespace: 'shop', name: 'data-0' }]],
  ['heal', 'fill-volume shop/data-0', ['healFill', { namespace: 'shop', name: 'data-0' }]],
  ['fault', 'freeze-volume shop/data-0', ['freeze', { namespace: 'shop', name: 'data-0' }]],
  ['heal', 'freeze-volume shop/data-0', ['thaw', { namespace: 'shop', name: 'data-0' }]],
  ['fault', 'stop dns', ['stop', 'dns']],
  ['heal', 'stop dns', ['start', 'dns']],
  ['fault', 'freeze api', ['freeze', 'api']],
  ['heal', 'freeze api', ['thaw', 'api']],
] as const)('%s %s', async ([verb, words, expected]) => {
  const { cluster, asked } = listeningCluster();
  await runFaultCommand(cluster, verb, words.split(' '), { delayMs: 100 });
  expect(asked).toEqual([expected]);
});

test.for(['', 'explode 1', 'toString', 'kill', 'kill two', 'fill-volume data-0', 'fill-volume a/b/c', 'stop etcd'])(
  '"%s" is not understood',
  async (words) => {
    const { cluster, asked } = listeningCluster();
    await expect(runFaultCommand(cluster, 'fault', words.split(' '), {})).rejects.toMatchObject({ code: 'UnclearFault' });
    expect(asked).toEqual([]);
  },
);

test('a cluster that exists already is never broken', async () => {
  const cluster = openCluster({ kubeconfigPath: 'mine.yaml' });
  await expect(runFaultCommand(cluster, 'fault', ['kill', '1'], {})).rejects.toMatchObject({ code: 'FaultsUnavailable' });
});
