import { expect, test } from 'vitest';
import { clusterId, formed, founders, kafkaCluster, observed, quorum } from '../testing/observed-builder.ts';
import { neededOrdinals } from './needed-ordinals.ts';

const toFound = { clusterId, kraft: { origin: 'Founded' as const, formed: false, founders } };

test.for([
  ['a new cluster: nobody', toFound, { brokers: '', kafka: undefined, quorum: undefined }, 0],
  [
    'a new cluster whose brokers are there, as an earlier release made them: these',
    toFound,
    { brokers: '012', kafka: undefined, quorum: undefined },
    3,
  ],
  ['its controllers had a leader, and have none now: all', formed, { brokers: '', kafka: undefined, quorum: undefined }, 3],
  ['all is well: all', formed, { brokers: '012', quorum: quorum('012') }, 3],
] as const)('brokers while controllers have no leader: %s', ([, status, given, count]) => {
  const cluster = kafkaCluster({}, { ...status, kraft: { ...status.kraft, origin: 'Founded' } });
  expect(neededOrdinals(observed({ cluster, ...given }), 'broker')).toBe(count);
});

test('controllers of a new cluster come at once', () => {
  const cluster = kafkaCluster({}, toFound);
  const given = { brokers: '', controllers: '', kafka: undefined, quorum: undefined };
  expect(neededOrdinals(observed({ cluster, ...given }), 'controller')).toBe(3);
});
