/** One way to hold a copy of all pods of a namespace, in a process of its own. Prints what it cost, as JSON. Needs --expose-gc. */
import { connect, resources } from '@dataservices/kube';
import { SharedCache } from '@dataservices/reconcile';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';

export type CacheCost = { readonly bytes: number; readonly objects: number; readonly syncMs: number; readonly cpuMs: number };

const [way, kubeconfig = '', namespace = '', expected = '0'] = process.argv.slice(2);

/** @returns how many objects are held, once all are */
async function holdWithSharedCache(): Promise<number> {
  const cache = new SharedCache({ resource: resources.pods, namespaces: [namespace] });
  cache.start(connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' }));
  await cache.whenSynced();
  return held(() => cache.list().length, cache);
}

async function holdWithInformer(): Promise<number> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const path = `/api/v1/namespaces/${namespace}/pods`;
  const informer = makeInformer(config, path, () => api.listNamespacedPod({ namespace }));
  await informer.start();
  return held(() => informer.list().length, informer);
}

/** What is measured must not be collected before it was. */
const kept: unknown[] = [];

async function held(count: () => number, holder: unknown): Promise<number> {
  kept.push(holder);
  while (count() < Number(expected)) await new Promise((resolve) => setTimeout(resolve, 10));
  return count();
}

function heapBytes(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const before = heapBytes();
const cpuBefore = process.cpuUsage();
const startMs = performance.now();
const objects = await (way === 'informer' ? holdWithInformer() : holdWithSharedCache());
const syncMs = performance.now() - startMs;
const cpu = process.cpuUsage(cpuBefore);
const cost: CacheCost = { bytes: heapBytes() - before, objects, syncMs, cpuMs: (cpu.user + cpu.system) / 1000 };
console.log(JSON.stringify(cost));
process.exit(0);
