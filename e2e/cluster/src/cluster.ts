/** A Kubernetes cluster to run demos, tests and benchmarks on; one interface for all that provide one. */
export type Cluster = {
  readonly name: string;
  /** Valid once `up` has returned. */
  readonly kubeconfigPath: string;
  /** The context to use in the kubeconfig; `undefined` for its current one. */
  readonly context?: string;
  /** Present where nodes can be broken on purpose. */
  readonly nodeFaults?: NodeFaults;
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
  /** Switches a killed node on again; returns when it is Ready. */
  readonly heal: (node: number) => Promise<void>;
  /** Pulls the network cable; everything on the node goes on running. */
  readonly partition: (node: number) => Promise<void>;
  readonly healPartition: (node: number) => Promise<void>;
  /** Runs a program among the control plane, from where pods, Services and nodes can be reached. @returns its output */
  readonly runInNetwork: (command: readonly string[]) => Promise<string>;
};

export type ClusterStatus = {
  readonly state: 'up' | 'degraded' | 'down';
  readonly server?: string;
  readonly nodes: readonly NodeStatus[];
  readonly processes: readonly ProcessStatus[];
};

export type NodeStatus = { readonly name: string; readonly zone: string; readonly isReady: boolean };
export type ProcessStatus = { readonly name: string; readonly pid: number; readonly isAlive: boolean };
