import { setTimeout as delay } from 'node:timers/promises';
import { applyKafka, awaitKafkaRest, type KafkaRef } from '../../src/kafka-object.ts';
import { reassignByConsole, replicasByConsole } from '../../src/kafka-tools.ts';
import type { TestBed } from '../../src/test-bed.ts';
import { movesOff } from './moves-off.ts';
import { bootstrapOf } from './stored-data.ts';
import type { Work } from './work-figure.ts';

const limitMs = 300_000;

/**
 * What the last of so many brokers stores is moved by `kafka-reassign-partitions`: all at once, without a limit. The operator is told to leave the cluster
 * alone meanwhile; it gives the broker its share again afterwards, which is not measured.
 */
export async function moveByTool(
  bed: TestBed,
  cluster: KafkaRef,
  { brokers, spec }: { readonly brokers: number; readonly spec: object },
): Promise<Work> {
  const leaving = brokers - 1;
  const pod = `${cluster.name}-kafka-${leaving}`;
  await applyKafka(bed, cluster, { ...spec, paused: true });
  const bootstrap = await bootstrapOf(bed, cluster);
  const staying = Array.from({ length: leaving }, (_, id) => id);
  return {
    async act() {
      const moves = movesOff(await replicasByConsole(bed, cluster, { bootstrap }), leaving, staying);
      await reassignByConsole(bed, cluster, { bootstrap, moves });
      const startMs = performance.now();
      while ((await partitionsOn(bed, cluster, pod)) > 0) {
        if (performance.now() - startMs > limitMs) throw new Error(`${pod} still has ${await partitionsOn(bed, cluster, pod)} partitions`);
        await delay(200);
      }
      return Math.round(performance.now() - startMs);
    },
    passenger: { pod, stores: 'before' },
    async after() {
      await applyKafka(bed, cluster, spec);
      await awaitKafkaRest(bed, cluster, 'the moves by the tool', 420_000);
    },
  };
}

/** Folders of partitions that a broker has not given up: those it has are renamed before they are deleted. */
async function partitionsOn(bed: TestBed, { namespace }: KafkaRef, pod: string): Promise<number> {
  const script = "ls /data/kafka | grep -E -- '-[0-9]+$' | grep -vc __cluster_metadata || true";
  return Number.parseInt(await bed.cluster.kubectl(['-n', namespace, 'exec', pod, '-c', 'kafka', '--', 'bash', '-c', script]), 10);
}
