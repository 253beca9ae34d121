import type { RabbitmqCluster } from '@dataservices/api';
import type { FormerUser } from '@dataservices/members';
import { absenceOf, type Refusals } from '@dataservices/reconcile';
import type { RabbitmqPort, UserView } from '../client/port.ts';
import { RabbitmqError } from '../client/rabbitmq-error.ts';
import { clientPorts } from '../names.ts';
import type { Client, Observed, RabbitmqMember } from '../observed.ts';
import { clusterOf, spokesman } from '../plan/cluster.ts';
import { hasConnectionsToSpread } from '../plan/spread-connections.ts';
import { areQueuesMoved } from '../resources/plugins.ts';
import { isUserAsWanted, type WantedUser, wantedUsers } from '../wanted-user.ts';
import { targetOf } from './members.ts';

export type ServiceInput = {
  readonly cluster: RabbitmqCluster;
  readonly members: readonly RabbitmqMember[];
  readonly rabbitmq: RabbitmqPort | undefined;
  readonly clients: readonly Omit<Client, 'known'>[];
  readonly former: readonly Omit<FormerUser, 'isKnown' | 'refused'>[];
  readonly refusals: Refusals;
};

export type ServiceView = Pick<Observed, 'queues' | 'shovels' | 'connections' | 'disabledFlags' | 'clients' | 'former'>;

/** What one node, which speaks for the cluster, says of queues and users. A call that fails says nothing, and fails no pass. */
export async function observeService(input: ServiceInput): Promise<ServiceView> {
  const { members, rabbitmq } = input;
  const cluster = clusterOf({ members });
  const target = cluster === undefined ? undefined : targetOf(spokesman(cluster)?.pod, clientPorts(input.cluster).management);
  const canAsk = target !== undefined && rabbitmq !== undefined;
  const [queues, users, disabledFlags, connections, shovels] = canAsk
    ? await Promise.all([
        orUndefined(() => rabbitmq.listQueues(target)),
        orUndefined(() => rabbitmq.listUsers(target)),
        orUndefined(() => rabbitmq.listDisabledFlags(target)),
        hasConnectionsToSpread(input.cluster) ? orUndefined(() => rabbitmq.listConnections(target)) : undefined,
        areQueuesMoved(input.cluster) ? orUndefined(() => rabbitmq.listMoveShovels(target)) : undefined,
      ])
    : [];
  return {
    queues,
    shovels,
    connections,
    disabledFlags,
    clients: clientsOf(input, users),
    former: formerOf(input, users),
  };
}

function clientsOf({ cluster, clients, refusals }: ServiceInput, users: ReadonlyMap<string, UserView> | undefined): readonly Client[] {
  const wanted = new Map(wantedUsers(cluster).map((user) => [user.name, user]));
  return clients.map((client) => {
    const user = wanted.get(client.user);
    const refused = user && refusals.messageOf(cluster.metadata.uid, user);
    return { ...client, known: knownAs(client, user, users), ...(refused !== undefined && { refused }) };
  });
}

function formerOf({ cluster, former, refusals }: ServiceInput, users: ReadonlyMap<string, UserView> | undefined): readonly FormerUser[] {
  return former.map((one) => {
    const refused = refusals.messageOf(cluster.metadata.uid, absenceOf(one.user));
    return { ...one, isKnown: users?.has(one.user), ...(refused !== undefined && { refused }) };
  });
}

function knownAs(
  { user, password }: Omit<Client, 'known'>,
  wanted: WantedUser | undefined,
  users: ReadonlyMap<string, UserView> | undefined,
): Client['known'] {
  if (users === undefined || wanted === undefined || password === undefined) return 'Unknown';
  return isUserAsWanted(users.get(user), wanted, password) ? 'AsWanted' : 'Differs';
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RabbitmqError) return undefined;
    throw error;
  }
}
