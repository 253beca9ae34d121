import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { resultsFolder } from './results-folder.ts';
import type { TestBed } from './test-bed.ts';

const targets = [
  { service: 'redis', pod: 'cart-redis-0', port: 9121 },
  { service: 'zookeeper', pod: 'cart-zookeeper-0', port: 7000 },
  { service: 'rabbitmq', pod: 'cart-rabbitmq-0', port: 15_692 },
  { service: 'kafka', pod: 'cart-kafka-0', port: 9404 },
  { service: 'kafka-controller', pod: 'cart-kafka-controller-0', port: 9404 },
] as const;

/** Saves what a pod of each service serves to .results/metrics: the samples of libs/observability/test come from there. */
export async function saveMetricSamples({ podHttp }: TestBed, namespace: string): Promise<void> {
  const folder = join(resultsFolder, 'metrics');
  mkdirSync(folder, { recursive: true });
  for (const { service, pod, port } of targets) {
    writeFileSync(join(folder, `${service}.txt`), await podHttp.getText({ namespace, pod, port }, '/metrics'));
  }
}
