import { existsSync } from 'node:fs';
import { processesInCgroup } from '../src/embedded/cgroups.ts';
import type { Layout } from '../src/embedded/layout.ts';
import { type Cluster, waitUntil } from '../src/index.ts';
import { namespace } from './probe-workload.ts';
import { readCgroupsOf } from './traces.ts';

export type ProbePod = {
  readonly metadata: { readonly name: string; readonly uid: string };
  readonly spec: { readonly nodeName: string };
  readonly status: {
    readonly phase: string;
    readonly podIP?: string;
    readonly containerStatuses?: readonly { readonly ready: boolean; readonly restartCount: number }[];
  };
};

/** A cluster with the probe workload, as a test looks at it. */
export type Probe = {
  readonly pods: () => Promise<readonly ProbePod[]>;
  readonly podOn: (node: string) => Promise<ProbePod>;
  /** @returns the address of the pod on this node, once it has one: no address at all would stand for this machine, which refuses as pods do */
  readonly addressOn: (node: string) => Promise<string>;
  readonly isNodeReady: (node: string) => Promise<boolean>;
  readonly awaitMembers: () => Promise<unknown>;
  /** A process of the pod's container, whose /proc folder is the way into its namespaces. @param folder that only the container has */
  readonly processOf: (pod: ProbePod, folder?: string) => Promise<number>;
};

export function openProbe(cluster: Cluster, layout: Layout): Probe {
  const pods = async () => {
    const output = await cluster.kubectl(['--namespace', namespace, 'get', 'pods', '--output', 'json']);
    return (JSON.parse(output) as { readonly items: readonly ProbePod[] }).items;
  };
  const podOn = async (node: string) => {
    const pod = (await pods()).find(({ spec }) => spec.nodeName === node);
    if (pod === undefined) throw new Error(`no pod on ${node}`);
    return pod;
  };
  return {
    pods,
    podOn,
    addressOn: (node) =>
      waitUntil(async () => (await podOn(node)).status.podIP, { what: `an address of the pod on ${node}`, timeoutMs: 60_000 }),
    async isNodeReady(name) {
      const { nodes } = await cluster.status();
      return nodes.some((node) => node.name === name && node.isReady);
    },
    awaitMembers: () =>
      cluster.kubectl([
        '--namespace',
        namespace,
        'wait',
        'statefulset/member',
        '--for=jsonpath={.status.readyReplicas}=3',
        '--timeout=90s',
      ]),
    processOf: ({ metadata }, folder = '/data') =>
      waitUntil(
        () =>
          processesInCgroup(layout.prefix).find(
            ({ pid }) => readCgroupsOf(pid).includes(metadata.uid) && existsSync(`/proc/${pid}/root${folder}`),
          )?.pid,
        { what: `a process of ${metadata.name}`, timeoutMs: 10_000 },
      ),
  };
}
