import { type Ref, resources } from '@dataservices/kube';
import { waitUntil } from '../cluster/src/index.ts';
import { awaitKafkaRest, type KafkaRef, kafkaPods } from './kafka-object.ts';
import { killContainer } from './kill-container.ts';
import type { Pod } from './pod.ts';
import type { TestBed } from './test-bed.ts';

const restartMs = 120_000;

/** By its container: it may be back before the operator, or anybody else, has seen that it was away. Returns when it has been started again. */
export async function killKafka(bed: TestBed, cluster: KafkaRef, pod: string): Promise<void> {
  const restarts = async () => restartsOf((await kafkaPods(bed, cluster)).find(({ metadata }) => metadata.name === pod));
  const before = await restarts();
  await killContainer(bed, { namespace: cluster.namespace, name: pod }, 'kafka');
  await waitUntil(async () => (await restarts()) > before, { what: `the container of ${pod} to start again`, timeoutMs: restartMs });
}

function restartsOf(pod: Pod | undefined): number {
  return pod?.status?.containerStatuses?.reduce((sum, { restartCount }) => sum + restartCount, 0) ?? 0;
}

/** The volume and the pod are gone at once, and the member is reborn empty under its old name. Returns when all is well again. */
export async function wipeKafka(bed: TestBed, cluster: KafkaRef, pod: string, timeoutMs: number): Promise<void> {
  const claim: Required<Ref> = { namespace: cluster.namespace, name: `data-${pod}` };
  const uidOf = async () => (await bed.kube.get(resources.persistentVolumeClaims, claim))?.metadata.uid;
  const before = await uidOf();
  await bed.kube.delete(resources.persistentVolumeClaims, claim);
  await bed.kube.delete(resources.pods, { namespace: cluster.namespace, name: pod }, { gracePeriodSeconds: 0 });
  const isNew = async () => ![undefined, before].includes(await uidOf());
  await waitUntil(isNew, { what: `another volume of ${pod}`, timeoutMs: restartMs });
  await awaitKafkaRest(bed, cluster, `the loss of the volume of ${pod}`, timeoutMs);
}
