/** One client of an API server at one task, in a process of its own. Prints what it took, as JSON. */
import { subscribe } from 'node:diagnostics_channel';
import { connect, resources } from '@dataservices/kube';
import { CoreV1Api, KubeConfig } from '@kubernetes/client-node';
import { inParallel } from '../in-parallel.ts';

export type Client = 'ours' | 'client-node';

export type ClientTask = { readonly kind: 'get'; readonly requests: number; readonly atOnce: number } | { readonly kind: 'list' };

export type ClientCost = {
  readonly ms: number;
  readonly cpuMs: number;
  /** Connections that were opened. */
  readonly sockets: number;
  /** Read, by all requests together. */
  readonly objects: number;
};

type Target = { readonly kubeconfig: string; readonly namespace: string; readonly names: readonly string[] };
type Calls = { readonly get: (name: string) => Promise<unknown>; readonly list: () => Promise<number> };

const { client, task, target } = JSON.parse(process.argv[2] ?? '{}') as {
  readonly client: Client;
  readonly task: ClientTask;
  readonly target: Target;
};

let sockets = 0;
subscribe('net.client.socket', () => {
  sockets += 1;
});

function callsOf(): Calls {
  const { kubeconfig, namespace } = target;
  if (client === 'ours') {
    const kube = connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' });
    return {
      get: (name) => kube.get(resources.pods, { namespace, name }),
      list: async () => (await kube.list(resources.pods, { namespace })).items.length,
    };
  }
  const config = new KubeConfig();
  config.loadFromFile(kubeconfig);
  const api = config.makeApiClient(CoreV1Api);
  return {
    get: (name) => api.readNamespacedPod({ namespace, name }),
    list: async () => (await api.listNamespacedPod({ namespace })).items.length,
  };
}

async function perform({ get, list }: Calls): Promise<number> {
  if (task.kind === 'list') return list();
  const { names } = target;
  await inParallel(task.requests, task.atOnce, async (at) => {
    const name = names[at % names.length] ?? '';
    if ((await get(name)) === undefined) throw new Error(`there is no pod ${name}: the figures would be of something else`);
  });
  return task.requests;
}

const calls = callsOf();
const cpuBefore = process.cpuUsage();
const startMs = performance.now();
const objects = await perform(calls);
const ms = performance.now() - startMs;
const cpu = process.cpuUsage(cpuBefore);
const cost: ClientCost = { ms, cpuMs: (cpu.user + cpu.system) / 1000, sockets, objects };
console.log(JSON.stringify(cost));
process.exit(0);
