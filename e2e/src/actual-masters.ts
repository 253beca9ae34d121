import type { Ref } from '@dataservices/kube';
import { askServer } from './ask-server.ts';
import { isPodReady, listPods, redisSelector } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/** Names of the ready data pods whose Redis says that it is a master: the truth, whatever status and labels say. */
export async function actualMasters(bed: TestBed, { namespace, name }: Required<Ref>): Promise<readonly string[]> {
  const pods = (await listPods(bed.kube, namespace, redisSelector(name, 'data'))).filter(isPodReady).map(({ metadata }) => metadata.name);
  const answers = await Promise.allSettled(pods.map((pod) => askServer(bed, { namespace, pod, container: 'redis' }, ['role'])));
  return pods.filter((_, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' && answer.value.startsWith('master');
  });
}
