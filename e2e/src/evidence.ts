import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RedisCluster } from '@dataservices/api';
import { resources } from '@dataservices/kube';
import type { Cluster } from '../cluster/src/index.ts';
import { operator } from './operator.ts';
import { listPods } from './pod.ts';
import { describeRedis } from './redis-object.ts';
import { resultsFolder } from './results-folder.ts';
import type { TestBed } from './test-bed.ts';

type Kubectl = Cluster['kubectl'];

/**
 * Saves what one needs to understand a failure, before it is cleaned away: objects, events, logs.
 * Never throws: what cannot be read is noted in its place.
 *
 * @returns the essential, about 30 lines
 */
export async function saveEvidence(bed: TestBed, namespace: string, scenario: string): Promise<string> {
  const folder = join(resultsFolder, 'e2e', scenario);
  mkdirSync(folder, { recursive: true });
  const { kubectl } = bed.cluster;
  const files: Readonly<Record<string, readonly string[]>> = {
    'pods.txt': ['get', 'pods', '--namespace', namespace, '--output', 'wide', '--show-labels'],
    'objects.yaml': [
      'get',
      'redisclusters.dataservices.dev,zookeeperclusters.dataservices.dev,rabbitmqclusters.dataservices.dev,kafkaclusters.dataservices.dev,autoscalers.dataservices.dev,pods,statefulsets,services,pvc',
      '--namespace',
      namespace,
      '--output',
      'yaml',
    ],
    'events.txt': ['get', 'events.events.k8s.io', '--namespace', namespace, '--sort-by', '.metadata.creationTimestamp'],
    'nodes.txt': ['get', 'nodes', '--output', 'wide'],
  };
  const texts = new Map<string, string>();
  for (const [file, args] of Object.entries(files)) texts.set(file, await attempt(() => kubectl(args)));
  for (const [file, text] of await podLogs(bed, namespace)) texts.set(file, text);
  for (const [file, text] of await podLogs(bed, operator.namespace)) texts.set(`operator-${file}`, text);
  for (const [file, text] of texts) writeFileSync(join(folder, file), text);
  return essence(await describeClusters(bed, namespace), texts, folder);
}

async function podLogs({ kube, cluster }: TestBed, namespace: string): Promise<readonly (readonly [string, string])[]> {
  const pods = await listPods(kube, namespace).catch(() => []);
  return Promise.all(
    pods.map(async ({ metadata }) => [`${metadata.name}.log`, await readLog(cluster.kubectl, namespace, metadata.name)] as const),
  );
}

function readLog(kubectl: Kubectl, namespace: string, pod: string): Promise<string> {
  const args = ['logs', '--namespace', namespace, pod, '--all-containers', '--prefix', '--tail', '2000', '--request-timeout', '10s'];
  return attempt(() => kubectl(args));
}

async function describeClusters({ kube }: TestBed, namespace: string): Promise<string> {
  return attempt(async () => {
    const { items } = await kube.list<RedisCluster>(resources.redisClusters, { namespace });
    return items.map(describeRedis).join('\n');
  });
}

function essence(clusters: string, texts: ReadonlyMap<string, string>, folder: string): string {
  const operatorLogs = [...texts].filter(([file]) => file.startsWith('operator-')).flatMap(([, text]) => text.trim().split('\n').slice(-6));
  const pods = (texts.get('pods.txt') ?? '').split('\n').map((line) => line.slice(0, 110).trimEnd());
  const parts = [clusters, pods.slice(0, 10).join('\n'), operatorLogs.map((line) => line.slice(0, 300)).join('\n')];
  return `${parts.join('\n').split('\n').slice(0, 30).join('\n')}\nall of it: ${folder}`;
}

async function attempt(read: () => Promise<string>): Promise<string> {
  try {
    return await read();
  } catch (error) {
    return `not to be had: ${error instanceof Error ? error.message : String(error)}\n`;
  }
}
