import { annotationKeys } from '@dataservices/plan';
import { describe, expect, test } from 'vitest';
import type { Observed } from '../observed.ts';
import { desiredObjects } from '../resources/desired.ts';
import { status } from '../status.ts';
import {
  claim,
  formed,
  leading,
  logClaim,
  observed,
  serving,
  unreachable,
  withPod,
  zookeeperCluster,
} from '../testing/observed-builder.ts';
import { decisionOf, type Situation } from '../testing/situation.ts';
import { plan } from './plan.ts';

const follower = serving('follower');
const servers = [follower, follower, leading('123')];
const logClaims = [0, 1, 2].map((ordinal) => logClaim(ordinal));
const withLog = (spec: object = {}, stored?: object) =>
  zookeeperCluster({ logStorage: { size: '10Gi' }, ...spec }, { ...formed, ...stored });
const set = [
  ['StatefulSet/cart-zookeeper', { apiVersion: 'apps/v1', kind: 'StatefulSet', metadata: { name: 's', uid: 's', resourceVersion: '1' } }],
] as const;

function replacing(): Observed {
  const pod = 'cart-zookeeper-1';
  const record = { name: 'replace-member', token: 't', state: 'Running', message: 'm', pod, podUid: `uid-${pod}`, claimUid: 'uid-data-1' };
  const cluster = withLog({}, { requests: [record] });
  const annotated = { ...cluster, metadata: { ...cluster.metadata, annotations: { [annotationKeys.replaceMember]: `${pod}@t` } } };
  return observed({ cluster: annotated, servers, logClaims });
}

const replacingPast = (changes: Partial<Observed['members'][number]>): Observed => {
  const given = replacing();
  return { ...given, members: given.members.map((member) => (member.ordinal === 1 ? { ...member, ...changes } : member)) };
};

const situations: readonly Situation[] = [
  { name: 'all is well', given: observed({ cluster: withLog(), servers, logClaims }), rule: undefined, actions: [] },
  {
    name: 'the volumes of logs grow, one first',
    given: observed({ cluster: withLog({ logStorage: { size: '20Gi' } }), servers, logClaims }),
    rule: 'GrowVolumes',
    actions: ['resize-claim log-cart-zookeeper-2'],
  },
  {
    name: 'though those of the data cannot',
    given: observed({
      cluster: withLog({ logStorage: { size: '20Gi' }, storage: { size: '1Gi' } }),
      servers,
      logClaims,
    }),
    rule: 'GrowVolumes',
    actions: ['resize-claim log-cart-zookeeper-2'],
  },
  {
    name: 'a member is replaced: the volume of its log is condemned with the other',
    given: replacing(),
    rule: 'ReplaceMember',
    actions: ['condemn-claim log-cart-zookeeper-1', 'condemn-claim data-cart-zookeeper-1'],
  },
  {
    name: 'the operator died between the two: the other follows',
    given: replacingPast({ logClaim: logClaim(1, { isTerminating: true }) }),
    rule: 'ReplaceMember',
    actions: ['condemn-claim data-cart-zookeeper-1'],
  },
  {
    name: 'both are condemned: the pod goes',
    given: replacingPast({ logClaim: logClaim(1, { isTerminating: true }), claim: claim(1, { isTerminating: true }) }),
    rule: 'ReplaceMember',
    actions: ['delete-pod cart-zookeeper-1'],
  },
  {
    name: 'a member has left: the volume of its data goes first',
    given: observed({
      cluster: withLog({ storage: { whenScaled: 'Delete' } }),
      servers,
      claims: [claim(0), claim(1), claim(2), claim(3, { isRetired: true, retiredMark: 'a' })],
      logClaims: [...logClaims, logClaim(3)],
    }),
    rule: 'RetireVolume',
    actions: ['delete-claim data-cart-zookeeper-3'],
  },
  {
    name: 'and then that of its log',
    given: observed({ cluster: withLog({ storage: { whenScaled: 'Delete' } }), servers, logClaims: [...logClaims, logClaim(3)] }),
    rule: 'RetireVolume',
    actions: ['delete-claim log-cart-zookeeper-3'],
  },
  {
    name: 'but not while it is a member',
    given: observed({
      cluster: withLog({ storage: { whenScaled: 'Delete' } }),
      servers: [follower, follower, leading('123+4')],
      logClaims: [...logClaims, logClaim(3)],
    }),
    rule: 'ChangeMembership',
    actions: ['reconfig cart-zookeeper-2: -4'],
  },
  {
    name: 'nor where it is kept',
    given: observed({ cluster: withLog(), servers, logClaims: [...logClaims, logClaim(3)] }),
    rule: undefined,
    actions: [],
  },
  {
    name: 'the logs of another cluster: nothing is changed',
    given: withPod(
      observed({ cluster: withLog(), servers, logClaims: [...logClaims.slice(0, 2), logClaim(2, { clusterId: 'badcafe' })] }),
      1,
      { podHash: 'old' },
    ),
    rule: undefined,
    actions: [],
  },
];

test.for(situations)('$name', ({ given, rule, actions }) => {
  expect(decisionOf(given)).toEqual({ rule, actions });
});

describe('an object that is created again', () => {
  const isGiven = (given: Observed) => desiredObjects(given).some(({ kind }) => kind === 'StatefulSet');
  const stall = (given: Observed) =>
    status(given, plan(given), { problems: [] }).conditions?.find(({ type, status: value }) => type === 'Stalled' && value === 'True');
  const servers = [unreachable, unreachable, unreachable];

  test('without the logs of its volumes starts nobody, and says so', () => {
    const given = observed({ servers, logClaims });
    expect(isGiven(given)).toBe(false);
    expect(stall(given)).toMatchObject({ reason: 'OtherLogVolumes', message: expect.stringContaining('again with spec.logStorage') });
  });

  test('with logs that its volumes never had starts nobody, and says so', () => {
    const given = observed({ cluster: withLog(), servers });
    expect(isGiven(given)).toBe(false);
    expect(stall(given)).toMatchObject({ reason: 'OtherLogVolumes', message: expect.stringContaining('without spec.logStorage') });
  });

  test('is none while its StatefulSet is there: the volumes of logs come with their pods', () => {
    const given = observed({ cluster: withLog(), servers, changes: { objects: new Map(set) } });
    expect(isGiven(given)).toBe(true);
    expect(stall(given)).toBeUndefined();
  });

  test('on volumes of logs alone founds nothing', () => {
    const given = observed({ cluster: zookeeperCluster({ logStorage: {} }, {}), servers: [], claims: [], logClaims });
    expect(status(given, plan(given), { problems: [] }).ensemble).toEqual({ origin: 'Adopted', formed: true });
  });
});

test('volumes of logs go and stay with the others', () => {
  const claims = [
    { apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: { name: 'log-cart-zookeeper-0', uid: 'u', resourceVersion: '1' } },
  ];
  const given = observed({
    cluster: withLog({ storage: { whenDeleted: 'Delete' } }),
    servers,
    logClaims,
    changes: { objects: new Map(claims.map((object) => [`${object.kind}/${object.metadata.name}`, object])) },
  });
  expect(desiredObjects(given)).toContainEqual(
    expect.objectContaining({ metadata: expect.objectContaining({ name: 'log-cart-zookeeper-0', ownerReferences: [expect.anything()] }) }),
  );
});
