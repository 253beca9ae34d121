import { join, resolve } from 'node:path';

export const defaultName = 'dataservices';

/** Names and paths of one cluster. Everything that it makes on the machine carries `prefix` or lies in `folder`. */
export type Layout = {
  readonly name: string;
  readonly prefix: string;
  readonly stateRoot: string;
  readonly folder: string;
  readonly logFolder: string;
  readonly pkiFolder: string;
  readonly auditFolder: string;
  readonly volumeFolder: string;
  /** The kubeconfig for programs outside of the cluster's network. */
  readonly kubeconfigPath: string;
  /** Network namespace of the control plane. */
  readonly hostNamespace: string;
};

// A unix socket's path has at most 107 bytes; containerd adds a second one with `.ttrpc`.
const longestSocketPath = 100;

/** @throws Error when the name cannot be part of a file name, or makes the paths too long */
export function layoutOf(name: string, env: Readonly<Record<string, string | undefined>> = process.env): Layout {
  if (!/^[a-z][a-z0-9-]{0,30}$/.test(name)) {
    throw new Error(`"${name}" cannot name a cluster: use up to 31 lower-case letters, digits and hyphens, a letter first`);
  }
  const prefix = name === defaultName ? name : `${defaultName}-${name}`;
  const stateRoot = resolve(env.DATASERVICES_STATE || '/var/lib/dataservices');
  const folder = join(stateRoot, name);
  const layout = {
    name,
    prefix,
    stateRoot,
    folder,
    logFolder: join(folder, 'log'),
    pkiFolder: join(folder, 'pki'),
    auditFolder: join(folder, 'audit'),
    volumeFolder: join(folder, 'volumes'),
    kubeconfigPath: join(folder, 'kubeconfig'),
    hostNamespace: `${prefix}-host`,
  };
  if (nodeLayout(layout, 99).containerdSocket.length > longestSocketPath) {
    throw new Error(`${folder} is too long for the sockets in it: choose a shorter name or a shorter DATASERVICES_STATE`);
  }
  return layout;
}

export type NodeLayout = {
  readonly number: number;
  readonly name: string;
  readonly zone: string;
  readonly address: string;
  readonly podCidr: string;
  readonly namespace: string;
  /** The bridge's end of the node's cable. */
  readonly link: string;
  readonly folder: string;
  /** What is mounted here appears in the node as well. */
  readonly volumeFolder: string;
  readonly containerdSocket: string;
  /** Path below every cgroup controller. */
  readonly cgroup: string;
  readonly kubeconfigPath: string;
};

export function nodeLayout(layout: Pick<Layout, 'prefix' | 'folder' | 'volumeFolder'>, number: number): NodeLayout {
  const name = `node${number}`;
  const folder = join(layout.folder, 'nodes', name);
  return {
    number,
    name,
    zone: `zone${number}`,
    address: `10.89.0.${10 + number}`,
    podCidr: `10.244.${number}.0/24`,
    namespace: `${layout.prefix}-${name}`,
    link: `v${number}`,
    folder,
    volumeFolder: join(layout.volumeFolder, name),
    containerdSocket: join(folder, 'containerd.sock'),
    cgroup: join(layout.prefix, name),
    kubeconfigPath: join(folder, 'kubeconfig'),
  };
}

/** Address of the control plane and of DNS, in the network of the cluster. */
export const hostAddress = '10.89.0.1';
export const apiPort = 6443;

export function namespacePath(namespace: string): string {
  return `/run/netns/${namespace}`;
}
