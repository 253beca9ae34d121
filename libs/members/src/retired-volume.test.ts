import { expect, test } from 'vitest';
import { markRetiredVolume, type RetiredVolumeInput } from './retired-volume.ts';
import { aClaim, aMember, set } from './testing/samples.ts';

const left = (ordinal: number, claim = {}) => ({ name: `${set}-${ordinal}`, ordinal, claim: aClaim(ordinal, claim) });
const retired = { isRetired: true };
const input: RetiredVolumeInput = { replicas: 1, members: [], hasLeft: () => true, hasReturned: () => true };

test.for([
  ['has left', [aMember(0), left(1)], {}, ['RetainVolume', 'data-cart-redis-1', 'true']],
  ['has left, its pod is still going', [aMember(0), aMember(1)], {}, ['RetainVolume', 'data-cart-redis-1', 'true']],
  ['has left, and is marked', [aMember(0), left(1, retired)], {}, undefined],
  ['has left, with a mark of its own', [aMember(0), left(1)], { mark: '10000000f' }, ['RetainVolume', 'data-cart-redis-1', '10000000f']],
  ['is to leave', [aMember(0), aMember(1)], { hasLeft: () => false }, undefined],
  ['the service is stopped', [left(0), left(1)], { replicas: 0 }, undefined],
  ['is back', [aMember(0, {}, retired)], {}, ['AdoptVolume', 'data-cart-redis-0', null]],
  ['is coming back', [aMember(0, {}, retired)], { hasReturned: () => false }, undefined],
  ['its volume goes', [left(1, { isTerminating: true })], {}, undefined],
] as const)('%s', ([, members, changes, expected]) => {
  const step = markRetiredVolume({ ...input, members, ...changes });
  const [action] = step?.actions ?? [];
  const shown = action?.kind === 'annotate-claim' ? [step?.rule, action.name, action.annotations['dataservices.dev/retired']] : undefined;
  expect(shown).toEqual(expected);
});
