import { resources } from '@dataservices/kube';
import type { LoadSummary } from '../client/src/load-summary.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { clientImage, type GuideName, guideArguments } from './guide-images.ts';
import { type FaultReport, type LoadHandle, type LoadState, openLoad } from './load-handle.ts';
import { bindingFile, loadPod, loadPort } from './load-pod.ts';
import { readPod } from './pod.ts';
import type { RedisRef } from './redis-object.ts';
import { type Binding, readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type { FaultReport, LoadState, LoadSummary };

export type Load = LoadHandle<LoadSummary>;

export type LoadInput = {
  readonly cluster: RedisRef;
  /** Of the pod, and of the keys: must be new for each load. */
  readonly name: string;
  readonly nodeName: string;
  /** How it finds its server; default through the sentinels. */
  readonly mode?: 'sentinel' | 'service' | 'pinned';
  /** By which it connects, instead of a mode of this client's own. */
  readonly guide?: GuideName;
  /** The pod that mode `pinned` never leaves. */
  readonly pinnedTo?: string;
  /** 1: a write counts only when a replica has confirmed it. */
  readonly wait: 0 | 1;
  readonly ratePerSecond?: number;
  /** The binding that it mounts. Omitted: the one of the cluster. */
  readonly bindingSecret?: string;
};

/** Starts a client. Returns at once; it begins to write when it gets through. Whatever its mode, it reads back through the sentinels. */
export async function startLoad(bed: TestBed, input: LoadInput): Promise<Load> {
  const { bindingSecret = `${input.cluster.name}-redis-binding` } = input;
  const read = () => readSecret(bed, { namespace: input.cluster.namespace, name: bindingSecret });
  const binding = await waitUntil(read, {
    what: `the binding Secret ${bindingSecret}`,
    timeoutMs: 30_000,
    intervalMs: 100,
  });
  const { name, nodeName, guide } = input;
  const { namespace } = input.cluster;
  const { registry } = bed.cluster;
  const args = loadArguments(binding, input);
  const pod = loadPod({ namespace, name, nodeName, bindingSecret, service: 'redis', image: clientImage(guide), registry, args });
  await bed.kube.create(resources.pods, pod);
  return openLoad(bed, { namespace, name });
}

/** Returns when so many writes have been acknowledged. */
export async function awaitWrites(
  bed: TestBed,
  { namespace }: { readonly namespace: string },
  load: Pick<Load, 'name' | 'state'>,
  count = 50,
  timeoutMs = 60_000,
): Promise<LoadState> {
  return waitUntil(
    async () => {
      const state = await load.state();
      return state.acknowledged >= count && state;
    },
    {
      what: `${count} acknowledged writes of ${load.name}`,
      timeoutMs,
      explain: async () => JSON.stringify((await readPod(bed.kube, { namespace, name: load.name })).status?.containerStatuses ?? []),
    },
  );
}

function loadArguments(
  binding: Binding,
  { cluster, name, mode = 'sentinel', guide, pinnedTo, wait, ratePerSecond = 200 }: LoadInput,
): readonly string[] {
  const service = { host: `${binding.host}:${binding.port}` };
  const pinned = { host: `${memberHost(binding, cluster, pinnedTo ?? '')}:${binding.port}` };
  const options = {
    ...(guide === undefined ? { mode, ...{ sentinel: {}, service, pinned }[mode] } : { mode: 'guide' }),
    sentinels: binding['sentinel.nodes'] ?? '',
    'master-name': binding['sentinel.master'] ?? '',
    username: binding.username ?? '',
    'password-file': bindingFile('redis', 'password'),
    'sentinel-username': binding['sentinel.username'] ?? '',
    'sentinel-password-file': bindingFile('redis', 'password'),
    rate: String(ratePerSecond),
    wait: String(wait),
    prefix: name,
    port: String(loadPort),
    ...(binding['ca.crt'] !== undefined && { 'ca-file': bindingFile('redis', 'ca.crt') }),
  };
  return ['redis', ...Object.entries(options).flatMap(([option, value]) => [`--${option}`, value]), ...guideArguments(guide)];
}

/** A member's own name stays the same when its pod is made anew, with another address: a client that is pinned to it comes back to the same member. */
function memberHost({ host = '' }: Binding, { name }: RedisRef, pod: string): string {
  return `${pod}.${name}-redis-nodes${host.slice(host.indexOf('.'))}`;
}
