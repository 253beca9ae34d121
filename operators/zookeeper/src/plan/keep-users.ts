import { isSameAcl } from '../access.ts';
import type { Observed } from '../observed.ts';
import { ensembleOf } from './ensemble.ts';
import type { ZookeeperRule } from './rule.ts';
import { chrootsOf, isRecorded, wantedChroot } from './users.ts';

const rule = 'KeepUsers';

/**
 * Precondition: the node of a user is not there, or lets somebody else in, or with other passwords; and there is a leader.
 * Effect: what is beneath the node is rewritten for the passwords that count now, and then the node's own list is set. The first time, the
 * status names the user before.
 *
 * Prevents: clients that are refused because what they made is known by a password that was changed; an old password, or a user that was
 * taken off the list, that goes on to work.
 */
export const keepUsers: ZookeeperRule = (observed) => {
  const { cluster, access } = observed;
  const ensemble = ensembleOf(observed);
  if (ensemble === undefined || access === undefined) return undefined;
  if (!isRecorded(cluster)) return { rule, reason: 'users are to be made: they are written down', actions: [], requeueAfterMs: 50 };
  const changed = chrootsOf(cluster).flatMap((path) => {
    const chroot = wantedChroot(observed, path);
    const there = access.get(path);
    // Without a password nobody could log in, and of one that was never made nothing has to be taken away.
    if (chroot.entries.length === 0 || (there === undefined && !isWanted(observed, path))) return [];
    return there !== undefined && isSameAcl(there, chroot.entries) ? [] : [{ chroot, isNew: there === undefined }];
  });
  if (changed.length === 0) return undefined;
  return {
    rule,
    reason: changed
      .map(({ chroot, isNew }) => `${chroot.path} ${isNew ? 'is made' : 'is given other rights or passwords'}`)
      .join('; ')
      .slice(0, 900),
    actions: changed.map(({ chroot }) => ({ kind: 'keep-chroot', pod: ensemble.leader.name, chroot })),
    requeueAfterMs: 200,
  };
};

function isWanted(observed: Observed, path: string): boolean {
  return wantedChroot(observed, path).users.some(({ digests }) => digests.length > 0);
}
