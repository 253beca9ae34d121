import { formerUsers } from '@dataservices/members';
import type { KafkaAction } from '../action.ts';
import type { Observed } from '../observed.ts';
import type { World } from './world.ts';

/** Users as the operator sees them; Kafka knows a user or does not, and every Secret is there. */
export function usersIn({ users }: World, cluster: Observed['cluster'], isAnswered: boolean): Pick<Observed, 'clients' | 'former'> {
  const known = (name: string) => (users.includes(name) ? 'AsWanted' : 'Differs');
  return {
    clients: cluster.spec.users.map(({ name }) => ({ user: name, password: 'secret', known: isAnswered ? known(name) : 'Unknown' })),
    former: formerUsers(cluster).map((user) => ({ user, isKnown: isAnswered ? users.includes(user) : undefined, secrets: [] })),
  };
}

export function changeUser(world: World, { kind, user }: Extract<KafkaAction, { readonly kind: 'write-user' | 'delete-user' }>): World {
  const others = world.users.filter((one) => one !== user);
  if (kind === 'write-user') return { ...world, users: [...others, user] };
  const isToGo = !isAsked(world, user) && world.status.users?.some(({ name }) => name === user) === true;
  return isToGo ? { ...world, users: others } : world;
}

/** A user whom the operator made and will never take away again. */
export function forgottenUser(world: World): string | undefined {
  return world.users.find((user) => !isAsked(world, user) && world.status.users?.some(({ name }) => name === user) !== true);
}

export function areUsersAsAsked(world: World): boolean {
  const wanted = (world.spec.users ?? []).map(({ name }) => name);
  const recorded = (world.status.users ?? []).map(({ name }) => name);
  return [world.users, recorded].every((known) => known.toSorted().join() === wanted.toSorted().join());
}

function isAsked({ spec }: World, user: string): boolean {
  return spec.users?.some(({ name }) => name === user) === true;
}
