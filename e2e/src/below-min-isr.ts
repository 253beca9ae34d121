import { setTimeout as delay } from 'node:timers/promises';
import { type KafkaRef, kafkaPods } from './kafka-object.ts';
import { isPodReady } from './pod.ts';
import type { TestBed } from './test-bed.ts';

/** To be asked costs a broker time that it needs for other things. */
const lookMs = 2_000;
const exporterPort = 9404;

/** For how long some partition had fewer replicas in sync than `min.insync.replicas`, by the brokers' own metrics, while something was done. */
export function timeBelowMinIsr(bed: TestBed, cluster: KafkaRef, act: () => Promise<void>): Promise<number> {
  return totalTimeOf(async () => (await partitionsBelow(bed, cluster)) > 0, act, lookMs);
}

/** Milliseconds between looks at which it was so, and the looks before them. A look that fails says nothing. */
export async function totalTimeOf(isSo: () => Promise<boolean>, act: () => Promise<void>, everyMs: number): Promise<number> {
  const over = new AbortController();
  let totalMs = 0;
  const look = async () => {
    let lastMs = performance.now();
    while (!over.signal.aborted) {
      const isNow = await isSo().catch(() => false);
      if (isNow) totalMs += performance.now() - lastMs;
      lastMs = performance.now();
      await delay(everyMs, undefined, { signal: over.signal }).catch(() => undefined);
    }
  };
  const looking = look();
  try {
    await act();
  } finally {
    over.abort();
    await looking;
  }
  return Math.round(totalMs);
}

async function partitionsBelow(bed: TestBed, cluster: KafkaRef): Promise<number> {
  const pods = (await kafkaPods(bed, cluster)).filter((pod) => isPodReady(pod) && /-kafka-\d+$/.test(pod.metadata.name));
  const counts = await Promise.all(pods.map(({ metadata }) => countOf(bed, cluster.namespace, metadata.name).catch(() => 0)));
  return counts.reduce((sum, count) => sum + count, 0);
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
