import type { RabbitmqMember } from '../observed.ts';
import { isServing } from './cluster.ts';

/** Which of these nodes lack memory or disk, in a few words; undefined where none does. While one does, publishers are blocked on all of them. */
export function describeAlarms(members: readonly RabbitmqMember[]): string | undefined {
  const alarmed = members.filter(isServing).filter(({ server }) => server.alarms.length > 0);
  if (alarmed.length === 0) return undefined;
  return alarmed.map(({ name, server }) => `${name} lacks ${server.alarms.join(' and ')}`).join(', ');
}
