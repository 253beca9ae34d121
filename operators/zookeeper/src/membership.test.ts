import { describe, expect, test } from 'vitest';
import { clientAddress, type EnsembleMember, parseMembership, serverLine } from './membership.ts';

const voter: EnsembleMember = { id: 1, host: 'cart-zookeeper-0.cart-zookeeper-nodes.shop.svc.cluster.local', role: 'participant' };
const observer: EnsembleMember = { ...voter, id: 12, host: 'cart-zookeeper-11.nodes', role: 'observer' };

const line = (member: EnsembleMember) => serverLine(member, clientAddress('Disabled'));

describe('parseMembership', () => {
  test('reads what was written, by id', () => {
    const text = `${line(observer)}\n${line(voter)}\nversion=100000000`;
    expect(parseMembership(text)).toEqual({ version: '100000000', members: [voter, observer] });
  });

  test('reads it among what else `conf` answers', () => {
    const text = `clientPort=2181\nserverId=1\nmembership: \n${line(voter)}\nversion=10000000f`;
    expect(parseMembership(text)).toEqual({ version: '10000000f', members: [voter] });
  });

  test('with TLS the same, but for where clients are listened to in plaintext', () => {
    const encrypted = serverLine(voter, clientAddress('Enabled'));
    expect(encrypted).toMatch(/:participant;127\.0\.0\.1:/);
    expect(parseMembership(`${encrypted}\nversion=1`)?.members).toEqual([voter]);
  });

  test('a member without a role is a participant', () => {
    expect(parseMembership('server.1=a:2888:3888;2181\nversion=0')?.members).toEqual([{ id: 1, host: 'a', role: 'participant' }]);
  });

  test.for<readonly [string, string]>([
    ['no version', line(voter)],
    ['no member', 'version=1'],
    ['an empty node', ''],
    ['a line that is not understood: a member that is passed over would be given away', `server.1=a\n${line(observer)}\nversion=1`],
    ['several addresses of one member', 'server.1=a:2888:3888|b:2888:3888;2181\nversion=1'],
  ])('%s is no membership', ([, text]) => {
    expect(parseMembership(text)).toBeUndefined();
  });
});
