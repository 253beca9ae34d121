import { existsSync } from 'node:fs';
import { binary } from '../binaries.ts';
import type { Cluster, ClusterStatus } from '../cluster.ts';
import { ClusterError } from '../cluster-error.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';

export type ExistingOptions = {
  /** Always given explicitly: the environment's current cluster may be production. */
  readonly kubeconfigPath: string;
  readonly context?: string | undefined;
  readonly registry?: string | undefined;
  readonly progress?: Progress;
};

/** A cluster that somebody else made. It is used as it is: never taken down, its nodes never broken. */
export function existingCluster({ kubeconfigPath, context, registry, progress = silentProgress }: ExistingOptions): Cluster {
  const selection = ['--kubeconfig', kubeconfigPath, ...(context === undefined ? [] : ['--context', context])];
  const kubectl = (args: readonly string[], input?: string) =>
    runCommand(binary('kubectl'), [...selection, ...args], { input, timeoutMs: 600_000 });
  return {
    name: context ?? kubeconfigPath,
    kubeconfigPath,
    ...(context !== undefined && { context }),
    ...(registry !== undefined && { registry }),
    up: async () => {
      if (!existsSync(kubeconfigPath)) throw new ClusterError('KubeconfigUnusable', `${kubeconfigPath} does not exist: check --kubeconfig`);
      const server = await readServer(kubectl);
      // Said before anything is asked of it, so that a wrong choice is seen in time.
      await progress(`chosen: the server ${server}`, () => Promise.resolve());
      await progress('it answers', () => kubectl(['get', '--raw', '/readyz']));
    },
    down: () => progress('this cluster was not started here: it stays as it is', () => Promise.resolve()),
    status: () => readStatus(kubectl),
    loadImages: (archives) =>
      archives.length === 0
        ? Promise.resolve()
        : Promise.reject(
            new ClusterError(
              'ImagesNotLoadable',
              'images cannot be loaded into a cluster that exists already: push them to a registry, and name it with --registry',
            ),
          ),
    kubectl,
  };
}

type Kubectl = Cluster['kubectl'];

async function readServer(kubectl: Kubectl): Promise<string> {
  const server = (await kubectl(['config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].cluster.server}'])).trim();
  if (server === '') throw new ClusterError('KubeconfigUnusable', 'the kubeconfig names no server for this context: check --context');
  return server;
}

type NodeList = {
  readonly items: readonly {
    readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>> };
    readonly status: { readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
  }[];
};

async function readStatus(kubectl: Kubectl): Promise<ClusterStatus> {
  const server = await readServer(kubectl);
  const { items } = JSON.parse(await kubectl(['get', 'nodes', '--output', 'json'])) as NodeList;
  const nodes = items.map(({ metadata, status }) => ({
    name: metadata.name,
    zone: metadata.labels?.['topology.kubernetes.io/zone'] ?? '',
    isReady: status.conditions?.some(({ type, status: value }) => type === 'Ready' && value === 'True') ?? false,
  }));
  return { state: nodes.every(({ isReady }) => isReady) ? 'up' : 'degraded', server, nodes, processes: [] };
}
