import { binary } from '../binaries.ts';
import type { Cluster, ClusterStatus } from '../cluster.ts';
import { type Progress, silentProgress } from '../progress.ts';
import { runCommand } from '../run-command.ts';

export type ExistingOptions = {
  /** Always given explicitly: the environment's current cluster may be production. */
  readonly kubeconfigPath: string;
  readonly context?: string | undefined;
  readonly progress?: Progress;
};

/** A cluster that somebody else made. It is used as it is: never taken down, its nodes never broken. */
export function existingCluster({ kubeconfigPath, context, progress = silentProgress }: ExistingOptions): Cluster {
  const selection = ['--kubeconfig', kubeconfigPath, ...(context === undefined ? [] : ['--context', context])];
  const kubectl = (args: readonly string[], input?: string) =>
    runCommand(binary('kubectl'), [...selection, ...args], { input, timeoutMs: 600_000 });
  return {
    name: context ?? kubeconfigPath,
    kubeconfigPath,
    ...(context === undefined ? {} : { context }),
    up: async () => {
      const server = await readServer(kubectl);
      // Said before anything is asked of it, so that a wrong choice is seen in time.
      await progress(`chosen: the server ${server}`, () => Promise.resolve());
      await progress('it answers', () => kubectl(['get', '--raw', '/readyz']));
    },
    down: async () => {},
    status: () => readStatus(kubectl),
    loadImages: (archives) =>
      archives.length === 0
        ? Promise.resolve()
        : Promise.reject(
            new Error('images cannot be loaded into a cluster that exists already: push them to a registry that its nodes can pull from'),
          ),
    kubectl,
  };
}

type Kubectl = Cluster['kubectl'];

async function readServer(kubectl: Kubectl): Promise<string> {
  const server = (await kubectl(['config', 'view', '--minify', '--output', 'jsonpath={.clusters[0].cluster.server}'])).trim();
  if (server === '') throw new Error('the kubeconfig names no server for this context');
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
