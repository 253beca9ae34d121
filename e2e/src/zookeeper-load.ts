import { resources } from '@dataservices/kube';
import type { ZookeeperLoadSummary } from '../client/src/zookeeper/summary.ts';
import { waitUntil } from '../cluster/src/index.ts';
import { clientImage, type GuideName, guideArguments } from './guide-images.ts';
import { checkLinearizability, type Verdict } from './linearizability.ts';
import { awaitWrites } from './load.ts';
import { type LoadHandle, openLoad } from './load-handle.ts';
import { bindingFile, loadPod, loadPort } from './load-pod.ts';
import { pickNode } from './pick-node.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';
import type { ZookeeperRef } from './zookeeper-object.ts';

export type ZookeeperLoad = LoadHandle<ZookeeperLoadSummary>;

export type ZookeeperLoadInput = {
  readonly cluster: ZookeeperRef;
  /** Of the pod, and of the nodes that it writes: must be new for each load. */
  readonly name: string;
  /** A user of `spec.users`, with its chroot. Omitted: nobody in particular, at the root. */
  readonly as?: { readonly user: string; readonly chroot: string };
  /** By which it creates nodes, if not as this client does. */
  readonly guide?: GuideName;
  /** Nodes that are created in a second. Default: that of the client. */
  readonly ratePerSecond?: number;
  /** The member that it never leaves. Omitted: it goes on with any other. */
  readonly pinnedTo?: string;
  /** A node of the cluster that is going to be broken. */
  readonly avoidNode?: string;
};

/** Starts a client that knows the members of now, and returns when it writes. */
export async function startZookeeperLoad(
  bed: TestBed,
  { cluster, name, as, guide, ratePerSecond, pinnedTo = '', avoidNode }: ZookeeperLoadInput,
): Promise<ZookeeperLoad> {
  const { namespace } = cluster;
  const bindingSecret = `${cluster.name}-zookeeper-${as === undefined ? 'binding' : `user-${as.user}`}`;
  const binding = await waitUntil(() => readSecret(bed, { namespace, name: bindingSecret }), {
    what: 'the binding Secret',
    timeoutMs: 30_000,
    intervalMs: 100,
  });
  const nodeName = await pickNode(bed, avoidNode);
  const { registry } = bed.cluster;
  const servers = (binding.addresses ?? '').split(',').filter((address) => address.startsWith(pinnedTo));
  const args = [
    ...['zookeeper', '--servers', servers.join(','), '--prefix', `${as?.chroot ?? ''}/${name}`, '--port', String(loadPort)],
    ...guideArguments(guide),
    ...(ratePerSecond === undefined ? [] : ['--rate', String(ratePerSecond)]),
    ...(as === undefined ? [] : ['--username', as.user, '--password-file', bindingFile('zookeeper', 'password')]),
    ...(binding['ca.crt'] === undefined ? [] : ['--ca-file', bindingFile('zookeeper', 'ca.crt')]),
  ];
  await bed.kube.create(
    resources.pods,
    loadPod({ namespace, name, nodeName, bindingSecret, service: 'zookeeper', image: clientImage(guide), registry, args }),
  );
  const load: ZookeeperLoad = openLoad(bed, { namespace, name });
  await awaitWrites(bed, cluster, load);
  return load;
}

/** What the client found, and whether what it saw of the registers can have happened in some order. */
export async function finishZookeeperLoad(load: ZookeeperLoad): Promise<ZookeeperLoadSummary & { readonly verdict: Verdict }> {
  const summary = await load.finish();
  return { ...summary, verdict: await checkLinearizability(await load.history()) };
}
