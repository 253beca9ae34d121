import { resources } from '@dataservices/kube';
import type { KafkaLoadSummary } from '../client/src/kafka/run-kafka-load.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { clientImage, type GuideName, guideArguments } from './guide-images.ts';
import type { KafkaRef } from './kafka-object.ts';
import { awaitWrites } from './load.ts';
import { type LoadHandle, openLoad } from './load-handle.ts';
import { bindingFile, loadPod, loadPort } from './load-pod.ts';
import { pickNode } from './pick-node.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type KafkaLoad = LoadHandle<KafkaLoadSummary>;

export type KafkaLoadInput = {
  readonly cluster: KafkaRef;
  /** Of the pod, and of the topic: must be new for each load. */
  readonly name: string;
  /** One of `spec.users`. Default: nobody. */
  readonly as?: string;
  /** In each record. */
  readonly bytes?: number;
  /** By which it produces and consumes, if not as this client does. */
  readonly guide?: GuideName;
  /** By which it connects. Omitted: the one that the binding leads to. */
  readonly listener?: string;
  /** What it awaits. Default: 50 acknowledged records within a minute. */
  readonly until?: { readonly acknowledged: number; readonly timeoutMs: number };
};

/** What an application finds in the binding. */
export async function kafkaBinding(bed: TestBed, { namespace, name }: KafkaRef, as?: string): Promise<Readonly<Record<string, string>>> {
  const ref = { namespace, name: bindingOf(name, as) };
  return waitUntil(() => readSecret(bed, ref), { what: 'the binding Secret', timeoutMs: 30_000, intervalMs: 100 });
}

/** Starts a client that knows what the binding says now, and returns when it has produced to a topic of its own. */
export async function startKafkaLoad(
  bed: TestBed,
  { cluster, name, as, bytes, guide, listener, until }: KafkaLoadInput,
): Promise<KafkaLoad> {
  const { namespace } = cluster;
  const binding = await kafkaBinding(bed, cluster, as);
  const { 'ca.crt': authority, username } = binding;
  const brokers = binding[listener === undefined ? 'bootstrap-servers' : `${listener}.bootstrap-servers`] ?? '';
  const login = username === undefined ? [] : ['--username', username, '--password-file', bindingFile('kafka', 'password')];
  const trust = authority === undefined ? [] : ['--ca-file', bindingFile('kafka', 'ca.crt')];
  const size = bytes === undefined ? [] : ['--bytes', String(bytes)];
  await bed.kube.create(
    resources.pods,
    loadPod({
      namespace,
      name,
      nodeName: await pickNode(bed, undefined),
      bindingSecret: bindingOf(cluster.name, as),
      service: 'kafka',
      image: clientImage(guide),
      registry: bed.cluster.registry,
      args: [
        'kafka',
        '--brokers',
        brokers,
        '--topic',
        name,
        ...login,
        ...trust,
        ...size,
        ...guideArguments(guide),
        '--port',
        String(loadPort),
      ],
    }),
  );
  const load: KafkaLoad = openLoad(bed, { namespace, name });
  await awaitWrites(bed, cluster, load, until?.acknowledged, until?.timeoutMs);
  return load;
}

function bindingOf(cluster: string, as: string | undefined): string {
  return `${cluster}-kafka-${as === undefined ? 'binding' : `user-${as}`}`;
}
