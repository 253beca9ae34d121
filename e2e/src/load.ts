import { resources } from '@dataservices/kube';
import type { FaultReport } from '../client/src/fault-mark.ts';
import type { LoadState } from '../client/src/ledger.ts';
import type { LoadSummary } from '../client/src/load-summary.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { loadPod, loadPort, passwordFile } from './load-pod.ts';
import { readPod } from './pod.ts';
import type { RedisRef } from './redis-object.ts';
import { readBinding } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type { FaultReport, LoadState, LoadSummary };

/** A client in the cluster that writes until it is told to finish. */
export type Load = {
  readonly name: string;
  readonly state: () => Promise<LoadState>;
  /** From here on gaps are reported under this name as well. */
  readonly mark: (name: string) => Promise<FaultReport>;
  /** Ends writing and reads every acknowledged write back. */
  readonly finish: () => Promise<LoadSummary>;
  /** Removes the pod. */
  readonly remove: () => Promise<void>;
};

export type LoadInput = {
  readonly cluster: RedisRef;
  /** Of the pod, and of the keys: must be new for each load. */
  readonly name: string;
  readonly nodeName: string;
  /** 1: a write counts only when a replica has confirmed it. */
  readonly wait: 0 | 1;
  readonly ratePerSecond?: number;
};

/** Starts a client that finds its master through the sentinels. Returns at once; it begins to write when it gets through. */
export async function startLoad(bed: TestBed, input: LoadInput): Promise<Load> {
  const { cluster, name, nodeName } = input;
  const { namespace } = cluster;
  const binding = await waitUntil(() => readBinding(bed, cluster), { what: 'the binding Secret', timeoutMs: 30_000, intervalMs: 100 });
  const bindingSecret = `${cluster.name}-redis-binding`;
  const { registry } = bed.cluster;
  const pod = loadPod({ namespace, name, nodeName, bindingSecret, registry, args: loadArguments(binding, input) });
  await bed.kube.create(resources.pods, pod);
  const address = { namespace, pod: name, port: loadPort };
  return {
    name,
    state: () => bed.podHttp.getJson<LoadState>(address, '/state'),
    mark: (mark) => bed.podHttp.postJson<FaultReport>(address, `/mark?name=${encodeURIComponent(mark)}`),
    finish: () => bed.podHttp.postJson<LoadSummary>(address, '/finish'),
    async remove() {
      await bed.kube.delete(resources.pods, { namespace, name }, { gracePeriodSeconds: 0 });
    },
  };
}

/** Returns when so many writes have been acknowledged. */
export async function awaitWrites(bed: TestBed, { namespace }: RedisRef, load: Load, count = 50, timeoutMs = 60_000): Promise<LoadState> {
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

function loadArguments(binding: Readonly<Record<string, string>>, { name, wait, ratePerSecond = 200 }: LoadInput): readonly string[] {
  const options = {
    mode: 'sentinel',
    sentinels: binding['sentinel.nodes'] ?? '',
    'master-name': binding['sentinel.master'] ?? '',
    username: binding.username ?? '',
    'password-file': passwordFile,
    'sentinel-username': binding['sentinel.username'] ?? '',
    'sentinel-password-file': passwordFile,
    rate: String(ratePerSecond),
    wait: String(wait),
    prefix: name,
    port: String(loadPort),
  };
  return ['redis', ...Object.entries(options).flatMap(([option, value]) => [`--${option}`, value])];
}
