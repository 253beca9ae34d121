import { expect, test } from 'vitest';
import { type AclEntry, digestId, digestIn, isSameAcl, rewritten } from './access.ts';

const of = (id: string, rights = 31, scheme = 'digest'): AclEntry => ({ rights, scheme, id });

test.for<readonly [string, readonly AclEntry[], readonly string[], readonly AclEntry[]]>([
  ['a new password is let in beside the old one', [of('shop:old')], ['new', 'old'], [of('shop:new'), of('shop:old')]],
  ['an old one is let in no more', [of('shop:new'), of('shop:old')], ['new'], [of('shop:new')]],
  ['each right stays what it was', [of('shop:old', 1), of('shop:old', 2)], ['new'], [of('shop:new', 1), of('shop:new', 2)]],
  [
    'others stay',
    [of('other:x', 1), of('anyone', 1, 'world'), of('shop:old')],
    ['new'],
    [of('other:x', 1), of('anyone', 1, 'world'), of('shop:new')],
  ],
  ['a name that only begins like it is another', [of('shopping:x')], ['new'], [of('shopping:x')]],
  ['another scheme is not meant', [of('shop:x', 1, 'sasl')], ['new'], [of('shop:x', 1, 'sasl')]],
  ['who is taken away leaves a place', [of('shop:old', 3)], [], [of(digestId('shop', undefined), 3)]],
  ['and has it again on coming back', [of(digestId('shop', undefined), 3)], ['new'], [of('shop:new', 3)]],
])('%s', ([, list, digests, expected]) => {
  const next = rewritten(list, [{ name: 'shop', digests }]);
  expect(next).toEqual(expected);
  expect(isSameAcl(rewritten(next, [{ name: 'shop', digests }]), next)).toBe(true);
});

test('nobody logs in by the place of one who was taken away', () => {
  expect(digestIn(of(digestId('shop', undefined)), 'shop')).toBeUndefined();
  expect(digestIn(of('shop:digest'), 'shop')).toBe('digest');
});
