/** One way to hold a copy of all pods, in a process of its own. Prints what it cost, as JSON. Needs --expose-gc. */
import { connect, resources, withoutForeignManagedFields } from '@dataservices/kube';
import { type CacheOptions, SharedCache } from '@dataservices/reconcile';
import { CoreV1Api, KubeConfig, makeInformer } from '@kubernetes/client-node';

export type CacheWay = 'whole' | 'trimmed' | 'informer';

export type CacheCost = {
  /** Of the heap, after garbage collection, beyond what there was before. */
  readonly bytes: number;
  readonly objects: number;
  readonly syncMs: number;
  readonly cpuMs: number;
  /** The most that the process ever took, with all that it takes without a cache. */
  readonly peakRssBytes: number;
};

const [way, kubeconfig = '', expected = '0'] = process.argv.slice(2);

/** What is measured must not be collected before it was. */
const kept: unknown[] = [];

/** @returns how many objects are held, once all are */
async function holdInCache(transform?: CacheOptions<never>['transform']): Promise<number> {
  const cache = new SharedCache({ resource: resources.pods, ...(transform && { transform }) });
  kept.push(cache);
  cache.start(connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' }));
  await cache.whenSynced();
  return cache.list().length;
}

async function holdInInformer(): Promise<number> {
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  const informer = makeInformer(config, '/api/v1/pods', () => api.listPodForAllNamespaces());
  kept.push(informer);
  await informer.start();
  return informer.list().length;
}

function hold(): Promise<number> {
  if (way === 'informer') return holdInInformer();
  return way === 'trimmed' ? holdInCache(withoutForeignManagedFields('dataservices-redis')) : holdInCache();
}

function heapBytes(): number {
  for (let round = 0; round < 4; round += 1) globalThis.gc?.();
  return process.memoryUsage().heapUsed;
}

const before = heapBytes();
const cpuBefore = process.cpuUsage();
const startMs = performance.now();
const objects = await hold();
const syncMs = performance.now() - startMs;
const cpu = process.cpuUsage(cpuBefore);
if (objects !== Number(expected))
  throw new Error(`${objects} pods are held, and there are ${expected}: the figures would be of something else`);
const cost: CacheCost = {
  bytes: heapBytes() - before,
  objects,
  syncMs,
  cpuMs: (cpu.user + cpu.system) / 1000,
  peakRssBytes: process.resourceUsage().maxRSS * 1024,
};
console.log(JSON.stringify(cost));
process.exit(0);
