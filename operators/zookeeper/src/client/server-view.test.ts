import { expect, test } from 'vitest';
import { serverView } from './server-view.ts';

const srvr = (mode: string) => `Zookeeper version: 3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC
Latency min/avg/max: 0/0.0/0
Received: 1
Sent: 0
Connections: 1
Outstanding: 3
Zxid: 0x10000001f
Mode: ${mode}
Node count: 5
`;

const conf = `clientPort=2181
tickTime=2000
serverId=1
peerType=0
membership: 
server.1=cart-zookeeper-0.cart-zookeeper-nodes.shop.svc:2888:3888:participant;0.0.0.0:2181
server.2=cart-zookeeper-1.cart-zookeeper-nodes.shop.svc:2888:3888:participant;0.0.0.0:2181
version=100000000
`;

const mntr = `zk_version\t3.9.4-7246445ec281f3dbf53dc54e970c914f39713903, built on 2025-08-19 19:53 UTC
zk_peer_state\tleading - broadcast
zk_synced_followers\t3
zk_synced_non_voting_followers\t1
zk_synced_observers\t2.0
zk_pending_syncs\t0
`;

const silent = 'This ZooKeeper instance is not currently serving requests\n';

test('a follower tells its role, version, last transaction and the membership', () => {
  expect(serverView(srvr('follower'), conf)).toEqual({
    state: 'serving',
    role: 'follower',
    version: '3.9.4',
    zxid: '000000010000001f',
    membership: {
      version: '100000000',
      members: [
        { id: 1, host: 'cart-zookeeper-0.cart-zookeeper-nodes.shop.svc', role: 'participant' },
        { id: 2, host: 'cart-zookeeper-1.cart-zookeeper-nodes.shop.svc', role: 'participant' },
      ],
    },
  });
});

test('a leader also tells who follows, and voters are not confused with those who only listen', () => {
  expect(serverView(srvr('leader'), conf, mntr)).toMatchObject({
    role: 'leader',
    learners: { syncedFollowers: 2, syncedNonVotingFollowers: 1, syncedObservers: 2 },
  });
});

test('who lost the lead between two questions is not taken for a leader without followers', () => {
  expect(serverView(srvr('leader'), conf, silent)).toEqual({ state: 'notServing' });
});

test.for([
  ['has no quorum', silent, silent],
  ['lost it between two questions', srvr('follower'), silent],
  ['stands alone', srvr('standalone'), conf],
  ['only lets read', srvr('read-only'), conf],
  ['is something else', 'HTTP/1.1 400 Bad Request', 'HTTP/1.1 400 Bad Request'],
] as const)('one that %s takes part in no quorum', ([, srvrAnswer, confAnswer]) => {
  expect(serverView(srvrAnswer, confAnswer)).toEqual({ state: 'notServing' });
});
