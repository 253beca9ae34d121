import type { RequestRecord } from '@dataservices/members';
import { describe, expect, test } from 'vitest';
import type { AccessView } from '../client/port.ts';
import type { InternalPasswords, Observed } from '../observed.ts';
import { type AccessRules, redisUsers, sentinelUsers } from '../resources/access-control.ts';
import type { AclUser } from '../resources/acl-file.ts';
import { internalUsers } from '../resources/internal-secret.ts';
import { status } from '../status.ts';
import { monitoring, observed, redisCluster, serving, unreachable } from '../testing/observed-builder.ts';
import { decisionOf, formed } from '../testing/situation.ts';
import { awaitMembers } from './await-members.ts';
import { markOf } from './password-mark.ts';
import { plan } from './plan.ts';
import { announcePasswords, rotatePasswords } from './rotate-passwords.ts';

const request: RequestRecord = { name: 'rotate-passwords', token: 't1', state: 'Running', message: 'm' };
const digests = (generation: string) => Object.fromEntries(internalUsers.map((user) => [user, `${user}-${generation}`]));
const [before, after] = [digests('old'), digests('new')];

const asked: InternalPasswords = { current: before };
const adding: InternalPasswords = { current: before, next: after, rotation: 't1' };
const switching: InternalPasswords = { current: after, previous: before, rotation: 't1' };
const done: InternalPasswords = { current: after, rotation: 't1' };

type Given = {
  readonly internal: InternalPasswords;
  /** Generations that every server takes, now and when it starts. */
  readonly accepted: readonly ('old' | 'new')[];
  /** The generation that pods present. */
  readonly presented: 'old' | 'new';
  readonly isCutOff?: boolean;
};

const cluster = redisCluster({}, { ...formed, requests: [request] });

function known(rules: readonly AccessRules[], { accepted }: Given): readonly AclUser[] {
  return rules.map(({ name, rules: text }) => {
    const own = accepted.map((generation) => `${name}-${generation}`).toSorted();
    return { name, rules: text, digests: name === 'app' ? ['new'] : name === 'default' ? [] : own };
  });
}

function access(rules: readonly AccessRules[], given: Given): AccessView {
  return { users: known(rules, given), expected: Object.fromEntries(rules.map(({ name, rules: text }) => [name, { rules: text }])) };
}

function situation(given: Given): Observed {
  const { internal, presented, isCutOff = false } = given;
  const [redis, sentinel] = [redisUsers(cluster), sentinelUsers(cluster)];
  const server = { access: access(redis, given), presents: `replication-${presented}` };
  const presents = { toSentinels: `sentinel-${presented}`, mark: markOf(`sentinel-${presented}`) };
  const sentinels = [0, 1, 2].map(() => monitoring(0, { access: access(sentinel, given), presents }));
  const settled = observed({
    cluster,
    servers: [serving('master', server), serving('replica', server), isCutOff ? unreachable : serving('replica', server)],
    sentinels,
  });
  const acl = { redis: known(redis, given), sentinel: known(sentinel, given), users: [] };
  return { ...settled, secrets: { ...settled.secrets, internal, acl } };
}

describe('the internal passwords', () => {
  test.for([
    ['are made when that is asked for', { internal: asked, accepted: ['old'], presented: 'old' }, 'RotatePasswords', 'begin'],
    ['are accepted by every server first', { internal: adding, accepted: ['old'], presented: 'old' }, 'KeepUsers', 'set-user'],
    ['then presented', { internal: adding, accepted: ['old', 'new'], presented: 'old' }, 'RotatePasswords', 'switch'],
    ['which sentinels are told', { internal: switching, accepted: ['old', 'new'], presented: 'old' }, 'TuneSentinel', 'sentinel'],
    ['then the old ones are refused', { internal: switching, accepted: ['old', 'new'], presented: 'new' }, 'KeepUsers', 'set-user'],
    ['and forgotten', { internal: switching, accepted: ['new'], presented: 'new' }, 'RotatePasswords', 'finish'],
    ['and that is written down', { internal: done, accepted: ['new'], presented: 'new' }, 'TakeDownRequest', undefined],
  ] as const)('%s', ([, given, rule, action]) => {
    const decision = decisionOf(situation(given));
    expect(decision.rule).toBe(rule);
    expect(decision.actions[0]).toEqual(action === undefined ? undefined : expect.stringContaining(action));
  });

  test('wait for a member that cannot be asked, and say so', () => {
    const given = situation({ internal: adding, accepted: ['old', 'new'], presented: 'old', isCutOff: true });
    const { step } = plan(given);
    expect(step?.actions).toEqual([]);
    expect(step?.reason).toContain('cart-redis-2 to accept the new internal passwords');
  });

  test.for([
    ['is being started: it may have been brought the Secrets of before', 'node1', []],
    ['has no node yet: it will be brought them as they are', undefined, ['switch']],
  ] as const)('and for a pod that %s', ([, node, changes]) => {
    const given = situation({ internal: adding, accepted: ['old', 'new'], presented: 'old', isCutOff: true });
    const members = given.members.map(({ pod, ...member }) => {
      if (pod === undefined || member.ordinal !== 2) return { ...member, ...(pod && { pod }) };
      const { ip: _, node: __, ...rest } = pod;
      return { ...member, pod: { ...rest, ...(node !== undefined && { node }) } };
    });
    const actions = rotatePasswords({ ...given, members })?.actions ?? [];
    expect(actions.map((action) => (action.kind === 'change-passwords' ? action.change : action.kind))).toEqual(changes);
  });

  test('are told to pods that do not present them yet, once', () => {
    const given = situation({ internal: switching, accepted: ['old', 'new'], presented: 'old' });
    const step = announcePasswords(given);
    expect(step?.actions).toMatchObject([{ pod: 'cart-redis-0' }, { pod: 'cart-redis-1' }, { pod: 'cart-redis-2' }]);
    const [action] = step?.actions ?? [];
    const passwords = action?.kind === 'annotate-pod' ? (action.annotations['dataservices.dev/passwords'] ?? '') : '';
    const members = given.members.map((member) => ({ ...member, ...(member.pod && { pod: { ...member.pod, passwords } }) }));
    expect(announcePasswords({ ...given, members })).toBeUndefined();
    expect(awaitMembers(given)?.reason).toContain('cart-redis-0, cart-redis-1, cart-redis-2');
  });

  test.for([
    ['goes on', { internal: switching, accepted: ['new'], presented: 'new' }, 'Running'],
    ['has ended', { internal: done, accepted: ['new'], presented: 'new' }, 'Handled'],
  ] as const)('the request %s', ([, given, state]) => {
    const now = situation(given);
    expect(status(now, plan(now), { problems: [] }).requests).toMatchObject([{ token: 't1', state }]);
  });
});
