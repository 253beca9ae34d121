import type { Observed } from '../observed.ts';
import type { ServingMember } from './leadership.ts';

/**
 * Whether the member at this host certainly neither leads nor holds anything that `master` lacks, so that a sentinel that names it is
 * mistaken: it follows `master`, its volume holds no data, or there is neither pod nor volume. One that cannot be asked may be the
 * master that everybody but the operator sees.
 */
export function isNoRival({ members }: Observed, host: string, master: ServingMember): boolean {
  const member = members.find((candidate) => candidate.host === host);
  if (member === undefined) return true;
  const { server, pod, claim } = member;
  switch (server.state) {
    case 'serving':
      return server.role === 'replica' && server.masterHost === master.host;
    case 'lobby':
      return server.content === 'empty' || server.content === 'partial';
    case 'unreachable':
      return pod === undefined && claim === undefined;
  }
}
