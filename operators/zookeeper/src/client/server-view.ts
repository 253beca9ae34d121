import { parseMembership } from '../membership.ts';
import type { LearnersView, NotServingView, ServingView } from './port.ts';

const roles: readonly ServingView['role'][] = ['leader', 'follower', 'observer'];

/**
 * What a server is, by its answers to `srvr` and `conf`. One that stands alone, only lets read, or has no quorum has no role.
 *
 * @param mntr asked of a leader only: it alone knows who follows
 */
export function serverView(srvr: string, conf: string, mntr?: string): ServingView | NotServingView {
  const fields = parseFields(srvr, ': ');
  const role = roles.find((known) => known === fields.get('Mode'));
  const membership = parseMembership(conf);
  const zxid = /^0x([0-9a-f]{1,16})$/.exec(fields.get('Zxid') ?? '')?.[1];
  const learners = mntr === undefined ? undefined : learnersView(parseFields(mntr, '\t'));
  // It led when it was asked first.
  const hasLostLead = mntr !== undefined && learners === undefined;
  if (role === undefined || membership === undefined || zxid === undefined || hasLostLead) return { state: 'notServing' };
  return {
    state: 'serving',
    role,
    version: /^\d+\.\d+\.\d+/.exec(fields.get('Zookeeper version') ?? '')?.[0] ?? '',
    zxid: zxid.padStart(16, '0'),
    membership,
    ...(learners && { learners }),
  };
}

function learnersView(fields: ReadonlyMap<string, string>): LearnersView | undefined {
  if (!fields.has('zk_synced_followers')) return undefined;
  // 3.9 writes some counts as 2 and others as 2.0.
  const count = (name: string) => Math.round(Number(fields.get(name) ?? 0));
  const nonVoting = count('zk_synced_non_voting_followers');
  return {
    syncedFollowers: count('zk_synced_followers') - nonVoting,
    syncedNonVotingFollowers: nonVoting,
    syncedObservers: count('zk_synced_observers'),
  };
}

function parseFields(text: string, separator: string): ReadonlyMap<string, string> {
  const lines = text.split('\n').filter((line) => line.includes(separator));
  return new Map(
    lines.map((line): [string, string] => {
      const at = line.indexOf(separator);
      return [line.slice(0, at), line.slice(at + separator.length).trim()];
    }),
  );
}
