import { isAppUser } from '../app-user.ts';
import type { RabbitmqPort } from '../client/port.ts';
import { RabbitmqError } from '../client/rabbitmq-error.ts';
import { users } from '../names.ts';
import type { Observed, RabbitmqMember } from '../observed.ts';
import { clusterOf, spokesman } from '../plan/cluster.ts';
import { targetOf } from './members.ts';

export type ServiceInput = {
  readonly members: readonly RabbitmqMember[];
  readonly rabbitmq: RabbitmqPort | undefined;
  readonly appPassword: string | undefined;
};

/** What one node, which speaks for the cluster, says of queues and users. A call that fails says nothing, and fails no pass. */
export async function observeService({ members, rabbitmq, appPassword }: ServiceInput): Promise<Pick<Observed, 'queues' | 'app'>> {
  const cluster = clusterOf({ members });
  const target = cluster === undefined ? undefined : targetOf(spokesman(cluster)?.pod);
  if (target === undefined || rabbitmq === undefined) return { queues: undefined, app: 'Unknown' };
  const [queues, app] = await Promise.all([
    orUndefined(() => rabbitmq.listQueues(target)),
    orUndefined(async () => {
      const user = await rabbitmq.readUser(target, users.app);
      if (appPassword === undefined) return undefined;
      return isAppUser(user, appPassword) ? ('AsWanted' as const) : ('Differs' as const);
    }),
  ]);
  return { queues, app: app ?? 'Unknown' };
}

async function orUndefined<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof RabbitmqError) return undefined;
    throw error;
  }
}
