import { connect, resources } from '@dataservices/kube';
import { inParallel } from '../in-parallel.ts';
import { samplePod, samplePodStatus } from './sample-pod.ts';

/** Pods number 0 to `count` - 1, with the bookkeeping that the two leave behind who write pods in a cluster. */
export async function createPods(kubeconfig: string, namespace: string, count: number): Promise<void> {
  const controller = connect({ kubeconfig, userAgent: 'kube-controller-manager', rateLimit: 'none' });
  const kubelet = connect({ kubeconfig, userAgent: 'kubelet', rateLimit: 'none' });
  await inParallel(count, 16, async (at) => {
    const pod = samplePod(namespace, at);
    await controller.create(resources.pods, pod);
    const status = { op: 'replace', path: '/status', value: samplePodStatus(at) } as const;
    await kubelet.jsonPatch(resources.pods, { namespace, name: pod.metadata.name }, [status], { subresource: 'status' });
  });
  await Promise.all([controller.close(), kubelet.close()]);
}
