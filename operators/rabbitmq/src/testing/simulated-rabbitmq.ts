import type { RabbitmqPort, UserView } from '../client/port.ts';
import { isFoundingOrder } from '../resources/order.ts';
import { forgottenBy, isStandDown } from '../resources/task.ts';
import { names } from './observed-builder.ts';
import {
  caughtUpIn,
  copied,
  forgotten,
  found,
  grown,
  joined,
  left,
  noCluster,
  queueViews,
  type Simulated,
  shrunk,
  viewOf,
} from './simulated-cluster.ts';
import { ordinalIn } from './world-changes.ts';

/** A pod as its own container sees it: with an address it runs, and it was told an order and a task. */
export type RunningPod = {
  readonly name: string;
  readonly ip: string | undefined;
  readonly order: string | undefined;
  readonly task: string | undefined;
};

/** Passes take time here: a copy takes few of them. */
const looksAtOnce = 4;

export type SimulatedRabbitmq = {
  readonly port: RabbitmqPort;
  readonly cluster: () => Simulated;
  readonly users: ReadonlyMap<string, UserView>;
};

/**
 * Nodes of one cluster, as far as it takes to make, scale and roll it: a container does what its start script would, and what a volume
 * holds stays. Nothing is known here that a real cluster would forget when the operator dies.
 *
 * @param pods those that there are now
 */
export function simulatedRabbitmq(namespace: string, pods: () => Promise<readonly RunningPod[]>): SimulatedRabbitmq {
  const volumes = new Map<string, { readonly state: 'member' | 'left'; readonly mark: string }>();
  const users = new Map<string, UserView>();
  const done = new Set<string>();
  let cluster = noCluster;

  function obey({ name, order }: RunningPod, up: readonly number[]): void {
    const volume = volumes.get(name);
    if (order === undefined || (isFoundingOrder(order) && volume !== undefined)) return;
    const ordinal = ordinalIn(name);
    const mark = order.split(/\s/)[2] ?? '-';
    const isPast = mark !== '-' && mark !== volume?.mark;
    if (volume?.state === 'member' && !isPast) return;
    const next = isFoundingOrder(order) ? found(cluster, ordinal) : joined(cluster, up, ordinal);
    if (next === undefined) return;
    cluster = next;
    volumes.set(name, { state: 'member', mark });
  }

  function doTask({ name, task }: RunningPod, up: readonly number[]): void {
    const volume = volumes.get(name);
    if (task === undefined || volume?.state !== 'member') return;
    const gone = forgottenBy(task);
    if (isStandDown(task)) {
      const next = task.startsWith('leave ') ? left(cluster, up, ordinalIn(name)) : cluster;
      if (next === undefined) return;
      cluster = next;
      volumes.set(name, { ...volume, state: 'left' });
    } else if (gone !== undefined && !done.has(task)) {
      const next = forgotten(cluster, up, ordinalOfNode(gone));
      if (next === undefined) return;
      cluster = next;
      done.add(task);
    }
  }

  /** Ordinals of the nodes that run, after all containers have done what they were told. */
  async function running(): Promise<readonly number[]> {
    const started = (await pods()).filter(({ ip }) => ip !== undefined);
    const up = () => started.filter(({ name }) => volumes.get(name)?.state === 'member').map(({ name }) => ordinalIn(name));
    for (const pod of started) {
      if (!isStandDown(pod.task)) obey(pod, up());
      doTask(pod, up());
    }
    return up().sort((a, b) => a - b);
  }

  /** Under the names that the nodes have here. */
  function renamed<T>(view: T): T {
    return JSON.parse(JSON.stringify(view).replaceAll(`.${names.namespace}.svc`, `.${namespace}.svc`)) as T;
  }

  /** The cluster as it is after what its containers have done. */
  async function settled(): Promise<{ readonly now: Simulated; readonly up: readonly number[] }> {
    const up = await running();
    return { now: cluster, up };
  }

  const port: RabbitmqPort = {
    observeNode: async ({ pod }) => {
      const { now, up } = await settled();
      return renamed(viewOf(now, up, ordinalIn(pod)));
    },
    listQueues: async () => {
      const { now, up } = await settled();
      return renamed(queueViews(now, up));
    },
    listCaughtUp: async (_, { queue }) => {
      const { now, up } = await settled();
      cluster = copied(now, up, looksAtOnce);
      return renamed(caughtUpIn(now, up, queue));
    },
    listUsers: async () => new Map(users),
    writeUser: async (_, { name, passwordHash, tags, permissions }) => void users.set(name, { passwordHash, tags, permissions }),
    deleteUser: async (_, name) => void users.delete(name),
    listConnections: async () => [],
    closeConnection: async () => {},
    listDisabledFlags: async () => [],
    enableFlag: async () => {},
    listMoveShovels: async () => [],
    beginMove: async () => {},
    swapQueues: async () => {},
    endMove: async () => {},
    addReplica: async (_, { queue, node }) => {
      const { now, up } = await settled();
      cluster = grown(now, up, queue, ordinalOfNode(node));
    },
    removeReplica: async (_, { queue, node }) => {
      const { now, up } = await settled();
      cluster = shrunk(now, up, queue, ordinalOfNode(node));
    },
    rebalance: async () => {},
  };
  return { port, cluster: () => cluster, users };
}

function ordinalOfNode(node: string): number {
  return ordinalIn(node.slice('rabbit@'.length, node.indexOf('.')));
}
