import type { Server } from 'node:net';

/** A Kubernetes cluster to run demos, tests and benchmarks on; one interface for all that provide one. */
export type Cluster = {
  readonly name: string;
  /** Valid once `up` has returned. */
  readonly kubeconfigPath: string;
  /** The context to use in the kubeconfig; `undefined` for its current one. */
  readonly context?: string;
  /** Where the nodes pull the project's own images from, as a prefix of their names; absent where they have them already. */
  readonly registry?: string;
  /** Where the API server records what the operators ask for, see `auditLines`; present where it does. */
  readonly auditFolder?: string;
  /** Present where nodes can be broken on purpose. */
  readonly nodeFaults?: NodeFaults;
  /** Present where volumes can be broken on purpose. */
  readonly volumeFaults?: VolumeFaults;
  /** Present where the control plane can be broken on purpose. */
  readonly controlPlaneFaults?: ControlPlaneFaults;
  /** Starts the cluster unless it runs, and returns when pods can run, names resolve and volumes are made. */
  readonly up: () => Promise<void>;
  /** Takes away everything that `up` made, and nothing else. */
  readonly down: () => Promise<void>;
  readonly status: () => Promise<ClusterStatus>;
  /** Makes the images of archives (docker-archive or oci-archive) available on every node. Skips what is there already. */
  readonly loadImages: (archives: readonly string[]) => Promise<void>;
  /** @returns what kubectl printed. @throws Error with its error output when it fails */
  readonly kubectl: (args: readonly string[], input?: string) => Promise<string>;
};

/** Nodes are counted from 1. All of these throw on a node that does not exist. */
export type NodeFaults = {
  /** A power cut: every process of the node is gone at once, its cable is dead; its volumes stay. */
  readonly kill: (node: number) => Promise<void>;
  /** Switches a killed node on again, healed of all other faults as well; returns when it is Ready. */
  readonly heal: (node: number) => Promise<void>;
  /** Pulls the network cable; everything on the node goes on running. */
  readonly partition: (node: number) => Promise<void>;
  readonly healPartition: (node: number) => Promise<void>;
  /** Makes the cable bad for the node and its pods, in place of how bad it was before. Pods of the same node are not slowed among themselves. */
  readonly slow: (node: number, slowness: Slowness) => Promise<void>;
  readonly healSlow: (node: number) => Promise<void>;
  /** Stops the kubelet as a hang would: its pods go on running, and the node becomes NotReady after about 20 s. */
  readonly freezeKubelet: (node: number) => Promise<void>;
  readonly thawKubelet: (node: number) => Promise<void>;
  /**
   * Drops every packet between two groups, in both directions, and nothing else: clients, the API server and DNS are reached as
   * before. Pods are known by the addresses that they have now; a pod that starts anew is not cut off any more. Adds to earlier ones.
   *
   * @throws ClusterError `UnknownPlace`
   */
  readonly partitionFrom: (some: readonly Place[], others: readonly Place[]) => Promise<void>;
  /** Ends all that `partitionFrom` began. */
  readonly healPartitionFrom: () => Promise<void>;
  /** Runs a program among the control plane, from where pods, Services and nodes can be reached. @returns its output */
  readonly runInNetwork: (command: readonly string[]) => Promise<string>;
  /** Opens a port among the control plane, for pods to connect to. @returns what this process gets the connections from, to be closed by it */
  readonly listenInNetwork: () => Promise<Server>;
};

/** What can be missed while all nodes and their pods run on: the API server, and the name service. */
export type ControlPlanePart = 'api' | 'dns';

export type ControlPlaneFaults = {
  /** Its process is gone at once: whoever connects is refused. */
  readonly stop: (part: ControlPlanePart) => Promise<void>;
  /** Starts it again, and returns when it answers. */
  readonly start: (part: ControlPlanePart) => Promise<void>;
  /** Stops it where it stands: connections are made, questions arrive, and no answer comes. */
  readonly freeze: (part: ControlPlanePart) => Promise<void>;
  readonly thaw: (part: ControlPlanePart) => Promise<void>;
};

/** Each holds for each direction: 100 ms of delay add 200 ms to a round trip. */
export type Slowness = {
  readonly delayMs?: number;
  /** 0 to 100. */
  readonly lossPercent?: number;
  /** Megabits per second. */
  readonly rateMbit?: number;
};

/** `node2`, with all pods on it; a pod, as `namespace/name`; or an IPv4 address or network, as `10.244.2.0/24`. */
export type Place = string;

/** For volumes of the StorageClass `growable`. All of these throw ClusterError `UnsuitableVolume` on others. */
export type VolumeFaults = {
  /** Takes all free space, invisibly for pods: what they write now fails with ENOSPC. A volume that grows has room again. */
  readonly fill: (claim: ClaimRef) => Promise<void>;
  readonly healFill: (claim: ClaimRef) => Promise<void>;
  /** Holds every write back, as a disk that does not answer; reads of what is in memory go on. */
  readonly freeze: (claim: ClaimRef) => Promise<void>;
  readonly thaw: (claim: ClaimRef) => Promise<void>;
};

export type ClaimRef = { readonly namespace: string; readonly name: string };

export type ClusterStatus = {
  readonly state: 'up' | 'degraded' | 'down';
  readonly server?: string;
  readonly nodes: readonly NodeStatus[];
  readonly processes: readonly ProcessStatus[];
};

export type NodeStatus = { readonly name: string; readonly zone: string; readonly isReady: boolean };
export type ProcessStatus = { readonly name: string; readonly pid: number; readonly isAlive: boolean };
