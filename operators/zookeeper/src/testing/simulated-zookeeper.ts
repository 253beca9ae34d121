import type { AclEntry } from '../access.ts';
import type { ZookeeperPort } from '../client/port.ts';
import { idOf } from '../names.ts';
import { isFoundingOrder } from '../resources/order.ts';
import { change, type Ensemble, found, leaderOf, noEnsemble, viewOf } from './simulated-ensemble.ts';
import { ordinalIn } from './world.ts';

/** A pod as its own container sees it: with an address it runs, and the order is what it was told. */
export type RunningPod = { readonly name: string; readonly ip: string | undefined; readonly order: string | undefined };

export type SimulatedZookeeper = {
  readonly port: ZookeeperPort;
  readonly ensemble: () => Ensemble;
  /** Who was let in where, by path. */
  readonly access: ReadonlyMap<string, readonly AclEntry[]>;
};

/**
 * Servers of one ensemble, as far as it takes to make, scale and roll it: a container does what its start script would, and what a volume
 * holds stays. Nothing is known here that a real ensemble would forget when the operator dies.
 *
 * @param pods those that there are now
 */
export function simulatedZookeeper(pods: () => Promise<readonly RunningPod[]>): SimulatedZookeeper {
  const volumes = new Map<string, { readonly mark: string }>();
  const access = new Map<string, readonly AclEntry[]>();
  let ensemble = noEnsemble;

  function isMember(name: string): boolean {
    return volumes.has(name) && ensemble.members.some(({ id }) => id === idOf(ordinalIn(name)));
  }

  function obey({ name, order }: RunningPod): void {
    if (order === undefined || isMember(name)) return;
    const id = idOf(ordinalIn(name));
    if (isFoundingOrder(order)) {
      if (volumes.has(name)) return;
      ensemble = found(ensemble, { id, host: `${name}.nodes`, role: 'participant' });
      volumes.set(name, { mark: '-' });
    } else volumes.set(name, { mark: order.split(/\s/)[2] ?? '-' });
  }

  /** Ids of the servers that run, after all containers have done what they were told. */
  async function running(): Promise<readonly number[]> {
    const started = (await pods()).filter(({ ip }) => ip !== undefined);
    for (const pod of started) obey(pod);
    const hasStarted = ({ name, order }: RunningPod) => isMember(name) || (volumes.has(name) && order !== undefined);
    return started.filter(hasStarted).map(({ name }) => idOf(ordinalIn(name)));
  }

  async function requireLeader(): Promise<readonly number[]> {
    const ids = await running();
    if (leaderOf(ensemble, ids) === undefined) throw new Error('nobody leads');
    return ids;
  }

  const port: ZookeeperPort = {
    observeServer: async ({ pod }) => viewOf(ensemble, await running(), idOf(ordinalIn(pod))),
    reconfig: async (_, wanted) => {
      const [result, next] = change(ensemble, await requireLeader(), wanted);
      ensemble = next;
      return result;
    },
    commitWrite: async () => {
      await requireLeader();
      ensemble = { ...ensemble, zxid: ensemble.zxid + 1 };
    },
    observeAccess: async (_, chroots) => new Map([...access].filter(([path]) => chroots.includes(path))),
    keepChroot: async (_, { path, entries }) => {
      await requireLeader();
      access.set(path, entries);
    },
  };
  return { port, ensemble: () => ensemble, access };
}
