import type { Ref } from '@dataservices/kube';
import { isPodReady, listPods, redisSelector } from './pod.ts';
import type { TestBed } from './test-bed.ts';

// The password is read where it is, and never passes through a command line.
const askRole = 'REDISCLI_AUTH="$(cat /etc/dataservices/auth/password)" exec timeout 3 redis-cli --user app --no-auth-warning role';

/** Names of the ready data pods whose Redis says that it is a master: the truth, whatever status and labels say. */
export async function actualMasters({ kube, cluster }: TestBed, { namespace, name }: Required<Ref>): Promise<readonly string[]> {
  const pods = (await listPods(kube, namespace, redisSelector(name, 'data'))).filter(isPodReady).map(({ metadata }) => metadata.name);
  const ask = (pod: string) => cluster.kubectl(['exec', '--namespace', namespace, pod, '--container', 'redis', '--', 'sh', '-c', askRole]);
  const answers = await Promise.allSettled(pods.map(ask));
  return pods.filter((_, index) => {
    const answer = answers[index];
    return answer?.status === 'fulfilled' && answer.value.startsWith('master');
  });
}
