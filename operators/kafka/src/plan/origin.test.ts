import { expect, test } from 'vitest';
import { clusterId, founders, kafkaCluster, observed, quorum } from '../testing/observed-builder.ts';
import { originPart } from './origin.ts';

test.for([
  ['nobody leads', undefined, false],
  ['somebody leads, and it is not known whether most have followed: it may be taken back', { ...quorum('012'), highWatermark: -1 }, false],
  ['most have what the leader has', quorum('012'), true],
] as const)('a new cluster is formed or not: %s', ([, given, isFormed]) => {
  const cluster = kafkaCluster({}, { clusterId, kraft: { origin: 'Founded', formed: false, founders } });
  const input = { cluster, brokers: '', kafka: undefined, quorum: given };
  expect(originPart(observed(input), false)?.formed).toBe(isFormed);
});
