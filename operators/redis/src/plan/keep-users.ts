import { isSameSet } from '@dataservices/members';
import type { RedisAction } from '../action.ts';
import type { AccessView } from '../client/port.ts';
import type { DataMember, Observed, SentinelMember } from '../observed.ts';
import type { AclUser } from '../resources/acl-file.ts';
import { type WantedUser, wantedUsers } from './access.ts';
import { accessOf } from './password-servers.ts';
import type { RedisRule } from './rule.ts';

type Change = { readonly action: RedisAction; readonly what: string; readonly pod: string };

/**
 * Precondition: a server or sentinel knows a user that it should not, or does not know one that it should, or knows one with other
 * permissions or passwords.
 * Effect: the user is set, or taken away with its connections closed; at once, and for the next start of the container.
 *
 * Prevents: clients that are refused because only some servers have taken a changed password over; an old password, a user that was taken
 * off the list, or a permission given by hand, that goes on to work.
 */
export const keepUsers: RedisRule = (observed) => {
  const changes = [...observed.members, ...observed.sentinels].flatMap((member) => changesOn(observed, member));
  if (changes.length === 0) return undefined;
  const reasons = [...new Set(changes.map(({ what }) => what))].map((what) => {
    const pods = changes.filter((change) => change.what === what).map(({ pod }) => pod);
    return `${what} on ${[...new Set(pods)].join(', ')}`;
  });
  return { rule: 'KeepUsers', reason: reasons.join('; ').slice(0, 900), actions: changes.map(({ action }) => action) };
};

function changesOn(observed: Observed, member: DataMember | SentinelMember): readonly Change[] {
  const access = accessOf(member);
  if (access === undefined) return [];
  const wanted = wantedUsers(observed, 'server' in member ? 'redis' : 'sentinel');
  const surplus = access.users.filter(({ name }) => !wanted.some((user) => user.name === name));
  return [
    ...wanted.flatMap((user) => settingOf(member.name, access, user)),
    ...surplus.map(({ name }) => {
      const action = { kind: 'delete-user' as const, pod: member.name, name };
      return { pod: member.name, what: `${name} is removed`, action };
    }),
  ];
}

/** What the server refuses to be told stays as it is, but for passwords: those of a refused user are still changed. */
function settingOf(pod: string, { users, expected }: AccessView, wanted: WantedUser): readonly Change[] {
  const { name } = wanted;
  const live = users.find((user) => user.name === name);
  const outcome = expected[name];
  const rules = outcome !== undefined && 'rules' in outcome ? outcome.rules : live?.rules;
  const digests = wanted.digests ?? live?.digests;
  // Without a password nobody could log in.
  if (rules === undefined || digests === undefined) return [];
  const what = difference({ name, rules, digests }, live);
  return what === undefined ? [] : [{ pod, what, action: { kind: 'set-user', pod, user: { name, rules, digests } } }];
}

/** What is wrong with the user as it is, for a person. No digest is in it. */
function difference({ name, rules, digests }: AclUser, live: AclUser | undefined): string | undefined {
  if (live === undefined) return `${name} is made`;
  if (live.rules !== rules) return `${name} gets its permissions`;
  if (isSameSet(live.digests, digests)) return undefined;
  const isNarrower = digests.every((digest) => live.digests.includes(digest));
  return isNarrower ? `an old password of ${name} is refused` : `${name} may use its new password`;
}
