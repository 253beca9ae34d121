import { connect } from '@dataservices/kube';
import { startControlPlane } from '../../../cluster/src/index.ts';
import { createNamespace } from '../operators/memcached-objects.ts';
import type { Size } from '../runtime-parts.ts';
import { createPods } from './create-pods.ts';
import { type CacheFigure, measureCache } from './measure-cache.ts';
import { type ClientFigure, measureClients } from './measure-client.ts';

export type ReadFigures = { readonly cache: readonly CacheFigure[]; readonly clients: readonly ClientFigure[] };

/** Of two namespaces with half of the pods each: caches hold both, clients read one. */
const namespaces = ['bench-a', 'bench-b'] as const;

/** Caches and clients, ours and client-node's, on a server that holds pods and nothing else, and where nobody runs them. */
export async function measureReads(folder: string, { pods, requests, repetitions }: Size, signal: AbortSignal): Promise<ReadFigures> {
  const { kubeconfigPath, stop } = await startControlPlane({ folder });
  try {
    console.log(`making ${pods} pods`);
    const kube = connect({ kubeconfig: kubeconfigPath, userAgent: 'bench' });
    for (const namespace of namespaces) {
      await createNamespace(kube, namespace);
      await createPods(kubeconfigPath, namespace, pods / namespaces.length);
    }
    await kube.close();
    signal.throwIfAborted();
    console.log('clients');
    const bench = { kubeconfig: kubeconfigPath, namespace: namespaces[0], pods: pods / namespaces.length, requests };
    const clients = await measureClients(bench, repetitions);
    signal.throwIfAborted();
    console.log('caches');
    return { clients, cache: await measureCache(kubeconfigPath, pods, repetitions) };
  } finally {
    await stop();
  }
}
