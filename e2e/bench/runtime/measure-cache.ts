import { execFile } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { connect, type KubeClient, resources } from '@dataservices/kube';
import type { CacheCost } from './cache-process.ts';
import { inParallel } from './in-parallel.ts';
import { samplePod, samplePodStatus } from './sample-pod.ts';

export type CacheFigure = { readonly way: string; readonly bytesPerObject: number; readonly syncMs: number; readonly cpuMs: number };

const run = promisify(execFile);
const script = fileURLToPath(new URL('./cache-process.ts', import.meta.url));
const namespace = 'default';

/** What it costs to hold a copy of so many pods: our cache, and client-node's informer, each in a process of its own on the same server. */
export async function measureCache(kubeconfig: string, pods: number): Promise<readonly CacheFigure[]> {
  const kube = connect({ kubeconfig, userAgent: 'bench', rateLimit: 'none' });
  await createPods(kube, pods);
  await kube.close();
  const figures: CacheFigure[] = [];
  for (const [way, name] of [
    ['shared', 'SharedCache'],
    ['informer', "client-node's informer"],
  ] as const) {
    const args = ['--expose-gc', '--disable-warning=DEP0040', script, way, kubeconfig, namespace, String(pods)];
    const { stdout } = await run(process.execPath, args, { maxBuffer: 2 ** 26 });
    const { bytes, objects, syncMs, cpuMs } = JSON.parse(stdout.trim().split('\n').at(-1) ?? '') as CacheCost;
    figures.push({ way: name, bytesPerObject: bytes / objects, syncMs, cpuMs });
  }
  return figures;
}

/** As a StatefulSet's controller and a kubelet leave them, with what each wrote. */
async function createPods(kube: KubeClient, count: number): Promise<void> {
  await inParallel(count, 16, async (at) => {
    const pod = samplePod(namespace, at);
    await kube.apply(resources.pods, pod, { fieldManager: 'statefulset-controller' });
    const status = { apiVersion: 'v1', kind: 'Pod', metadata: { namespace, name: pod.metadata.name }, status: samplePodStatus(at) };
    await kube.applyStatus(resources.pods, status, { fieldManager: 'kubelet' });
  });
}
