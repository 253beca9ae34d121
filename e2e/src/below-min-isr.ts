import { type KafkaRef, kafkaPods } from './kafka-object.ts';
import { type Look, looksWhile } from './looks-while.ts';
import { isPodReady } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/** To be asked costs a broker time that it needs for other things. */
const lookMs = 2_000;
const exporterPort = 9404;

/**
 * Milliseconds for which some partition had fewer replicas in sync than `min.insync.replicas`, by the brokers' own metrics, while something was done.
 *
 * @throws Error where no broker has told: that would pass for none
 */
export async function timeBelowMinIsr(bed: TestBed, cluster: KafkaRef, act: () => Promise<void>): Promise<number> {
  const startMs = performance.now();
  let answers = 0;
  const isBelow = async () => {
    const counts = await partitionsBelow(bed, cluster);
    answers += counts.length;
    return counts.some((count) => count > 0);
  };
  const looks = await looksWhile(act, isBelow, lookMs);
  if (answers === 0) throw new Error(`no broker of ${cluster.name} has told how many partitions are below their least replicas in sync`);
  return totalTimeOf(startMs, looks);
}

/** Milliseconds between looks at which it was so, and the looks before them. */
export function totalTimeOf(startMs: number, looks: readonly Look[]): number {
  const total = looks.reduce((sum, { atMs, isSo }, index) => sum + (isSo ? atMs - (looks[index - 1]?.atMs ?? startMs) : 0), 0);
  return Math.round(total);
}

/** Of each broker that answers: one that restarts does not. */
async function partitionsBelow(bed: TestBed, cluster: KafkaRef): Promise<readonly number[]> {
  const pods = (await kafkaPods(bed, cluster)).filter((pod) => isPodReady(pod) && /-kafka-\d+$/.test(pod.metadata.name));
  const counts = await Promise.all(pods.map(({ metadata }) => countOf(bed, cluster.namespace, metadata.name).catch(() => undefined)));
  return counts.filter((count) => count !== undefined);
}

/** @throws Error where the broker does not say it: what was never told must not count as nothing */
async function countOf(bed: TestBed, namespace: string, pod: string): Promise<number> {
  const text = await bed.podHttp.getText({ namespace, pod, port: exporterPort }, '/metrics');
  return belowMinIsrIn(text);
}

/** @param text metrics of a broker */
export function belowMinIsrIn(text: string): number {
  const [, count] = /^kafka_server_replicamanager_underminisrpartitioncount(?:\{[^}]*\})? (\S+)$/m.exec(text) ?? [];
  if (count === undefined) throw new Error('the broker does not say how many partitions are below their least replicas in sync');
  return Number(count);
}
