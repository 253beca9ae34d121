import { stallOfUsers } from '@dataservices/members';
import type { Observed } from '../observed.ts';
import type { Stall } from './stalled.ts';

/** What a person has to mend about a user. Nothing waits for it but this user. */
export function usersStall({ clients, former }: Observed): Stall | undefined {
  return stallOfUsers('RabbitMQ', [...clients, ...former]);
}
