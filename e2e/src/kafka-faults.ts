import { type Ref, resources } from '@dataservices/kube';
import { waitUntil } from '../cluster/src/index.ts';
import { awaitKafkaRest, type KafkaRef, kafkaPods } from './kafka-object.ts';
import { killContainer } from './kill-container.ts';
import { isPodReady, type Pod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

const restartMs = 120_000;

/**
 * By its container: it may be back before the operator, or anybody else, has seen that it was away. Returns when it has been started again, and
 * takes connections.
 */
export async function killKafka(bed: TestBed, cluster: KafkaRef, name: string): Promise<void> {
  const before = restartsOf(await findPod(bed, cluster, name));
  await killContainer(bed, { namespace: cluster.namespace, name }, 'kafka');
  await awaitPod(bed, cluster, name, (pod) => restartsOf(pod) > before);
}

function restartsOf(pod: Pod | undefined): number {
  return pod?.status?.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0;
}

async function findPod(bed: TestBed, cluster: KafkaRef, name: string): Promise<Pod | undefined> {
  return (await kafkaPods(bed, cluster)).find(({ metadata }) => metadata.name === name);
}

/** Until it is ready, Kafka may still take the one that is gone for a server that serves, and all seems well. */
async function awaitPod(bed: TestBed, cluster: KafkaRef, name: string, isNext: (pod: Pod) => boolean): Promise<void> {
  const isBack = async () => {
    const pod = await findPod(bed, cluster, name);
    return pod !== undefined && isNext(pod) && isPodReady(pod);
  };
  await waitUntil(isBack, {
    what: `${name} to take connections again`,
    timeoutMs: restartMs,
    explain: async () => JSON.stringify((await findPod(bed, cluster, name))?.status?.containerStatuses ?? []),
  });
}

/** The volume and the pod are gone at once, and the member is reborn empty under its old name. Returns when all is well again. */
export async function wipeKafka(bed: TestBed, cluster: KafkaRef, name: string, timeoutMs: number): Promise<void> {
  const claim: Required<Ref> = { namespace: cluster.namespace, name: `data-${name}` };
  const uidOf = async () => (await bed.kube.get(resources.persistentVolumeClaims, claim))?.metadata.uid;
  const [claimBefore, podBefore] = [await uidOf(), (await findPod(bed, cluster, name))?.metadata.uid];
  await bed.kube.delete(resources.persistentVolumeClaims, claim);
  await bed.kube.delete(resources.pods, { namespace: cluster.namespace, name }, { gracePeriodSeconds: 0 });
  const isNew = async () => ![undefined, claimBefore].includes(await uidOf());
  await waitUntil(isNew, { what: `another volume of ${name}`, timeoutMs: restartMs });
  await awaitPod(bed, cluster, name, ({ metadata }) => metadata.uid !== podBefore);
  await awaitKafkaRest(bed, cluster, `the loss of the volume of ${name}`, timeoutMs);
}
