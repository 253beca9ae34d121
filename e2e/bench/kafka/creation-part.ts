import { resources } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/index.ts';
import { startKafkaLoad } from '../../src/kafka-load.ts';
import { applyKafka, awaitKafkaRest, type KafkaRef, kafkaPods } from '../../src/kafka-object.ts';
import type { TestBed } from '../../src/test-bed.ts';

export type CreationFigure = { readonly firstWriteMs: number; readonly readyMs: number };

const limitMs = 300_000;

/**
 * From `kubectl apply` to the first acknowledged record, of a topic with three replicas, and to the end of all work. The client waits from the
 * start on. What there is under that name is deleted before: two clusters would be too much for one machine.
 */
export async function measureCreation(bed: TestBed, cluster: KafkaRef, spec: object, name: string): Promise<CreationFigure> {
  await removeKafka(bed, cluster);
  const startMs = performance.now();
  const sinceStart = () => Math.round(performance.now() - startMs);
  await applyKafka(bed, cluster, spec);
  const until = { acknowledged: 1, timeoutMs: limitMs };
  const written = startKafkaLoad(bed, { cluster, name, until }).then((load) => ({ load, firstWriteMs: sinceStart() }));
  const ready = awaitKafkaRest(bed, cluster, 'its creation', limitMs).then(sinceStart);
  const [{ load, firstWriteMs }, readyMs] = await Promise.all([written, ready]);
  await load.finish();
  await load.remove();
  return { firstWriteMs, readyMs };
}

/** Returns when no volume is left either: the next cluster of that name would take it for its own. */
async function removeKafka(bed: TestBed, cluster: KafkaRef): Promise<void> {
  await bed.kube.delete(resources.kafkaClusters, cluster, { propagationPolicy: 'Background' });
  const { namespace, name } = cluster;
  const labelSelector = `app.kubernetes.io/name=kafka,app.kubernetes.io/instance=${name}`;
  const claims = async () => (await bed.kube.list(resources.persistentVolumeClaims, { namespace, labelSelector })).items;
  await waitUntil(async () => (await kafkaPods(bed, cluster)).length + (await claims()).length === 0, {
    what: `every pod and volume of ${name} to be gone`,
    timeoutMs: 180_000,
    intervalMs: 200,
  });
}
