import { expect, test } from 'vitest';
import { providedCertificates } from './provided-certificates.ts';
import { aCertificate, anAuthority, aParty, dayMs } from './testing/certificate-samples.ts';
import type { Authorities, Party } from './trust.ts';

const [a, b] = [anAuthority('a'), anAuthority('b')];

function decided(provided: string, authorities: Partial<Authorities>, parties: readonly Party[], now = 0) {
  return providedCertificates({ now, authorities: { previous: [], ...authorities }, parties, provided: aCertificate(provided) });
}

test.for([
  ['at first, everybody trusts its authority', 'a', { next: a }, [aParty('x', [])], ['trust-authorities x']],
  ['which is then the current one', 'a', { next: a }, [aParty('x', ['a'])], ['promote-authority a']],
  ['and the certificate is used', 'a', { current: a }, [aParty('x', ['a'])], ['use-certificate x']],
  ['nothing is left to do', 'a', { current: a }, [aParty('x', ['a'], 'a')], []],
  [
    'another of the same authority is used at once',
    'a',
    { current: a },
    [aParty('x', ['a'], 'a', { certificate: aCertificate('a', { id: 'older' }) })],
    ['use-certificate x'],
  ],
  [
    'one of another authority is not, before that is trusted',
    'b',
    { current: a, next: b },
    [aParty('x', ['a'], 'a')],
    ['trust-authorities x'],
  ],
  ['by everybody', 'b', { current: a, next: b }, [aParty('x', ['a', 'b'], 'a'), aParty('y', undefined, 'a')], []],
  ['then it is', 'b', { current: b, previous: [a] }, [aParty('x', ['a', 'b'], 'a')], ['use-certificate x']],
  ['then the one before goes', 'b', { current: b, previous: [a] }, [aParty('x', ['a', 'b'], 'b')], ['drop-authority a']],
] as const)('%s', ([, provided, authorities, parties, expected]) => {
  const { actions } = decided(provided, authorities, parties);
  expect(actions.map((action) => `${action.kind} ${'party' in action ? action.party : action.id}`)).toEqual(expected);
});

test('one that is not renewed in time is overdue', () => {
  expect(decided('a', { current: a }, [aParty('x', ['a'], 'a')], 19 * dayMs).overdue).toEqual([]);
  expect(decided('a', { current: a }, [aParty('x', ['a'], 'a')], 20 * dayMs).overdue).toEqual(['x']);
});
