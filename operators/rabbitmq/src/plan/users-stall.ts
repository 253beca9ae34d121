import type { Observed } from '../observed.ts';
import type { Stall } from './stalled.ts';

/** What a person has to mend about a user. Nothing waits for it but this user. */
export function usersStall({ clients }: Observed): Stall | undefined {
  const { problem, refused, user } = clients.find((client) => client.problem !== undefined || client.refused !== undefined) ?? {};
  if (problem !== undefined) return { reason: 'InvalidSecret', message: problem };
  return refused === undefined ? undefined : { reason: 'RefusedUser', message: `spec.users: RabbitMQ refuses ${user}: ${refused}` };
}
