import { describe, expect, test } from 'vitest';
import { type CertificateAction, type CertificateInput, ownCertificates } from './own-certificates.ts';
import { aCertificate, anAuthority, aParty, dayMs } from './testing/certificate-samples.ts';
import type { Authorities, Party } from './trust.ts';

const policy = { authorityLifetimeMs: 300 * dayMs, certificateLifetimeMs: 30 * dayMs, clockSkewMs: 0 };

function decided(day: number, authorities: Partial<Authorities>, parties: readonly Party[]) {
  const input: CertificateInput = { now: day * dayMs, authorities: { previous: [], ...authorities }, parties, policy };
  return ownCertificates(input);
}

function shown(...args: Parameters<typeof decided>): readonly string[] {
  return decided(...args).actions.map(show);
}

function show(action: CertificateAction): string {
  switch (action.kind) {
    case 'issue-authority':
      return `issue ${action.as}`;
    case 'trust-authorities':
      return `${action.party} trusts ${action.authorities}`;
    case 'issue-certificate':
      return `${action.authority} signs ${action.party}`;
    case 'promote-authority':
    case 'drop-authority':
      return `${action.kind.split('-')[0]} ${action.id}`;
  }
}

const [a, b] = [anAuthority('a'), anAuthority('b', 200)];
const late = { certificate: aCertificate('a', { notBefore: 190 * dayMs, notAfter: 220 * dayMs }) };
const newer = { certificate: aCertificate('b', { notBefore: 200 * dayMs, notAfter: 230 * dayMs }) };

describe('from the beginning', () => {
  test.for([
    ['an authority', {}, [aParty('x', [])], ['issue current']],
    ['everybody trusts it', { current: a }, [aParty('x', []), aParty('y', ['a'])], ['x trusts a']],
    ['nothing is signed before', { current: a }, [aParty('x', undefined), aParty('y', ['a'])], []],
    ['it signs', { current: a }, [aParty('x', ['a']), aParty('y', ['a'])], ['a signs x', 'a signs y']],
    ['nothing is left to do', { current: a }, [aParty('x', ['a'], 'a')], []],
    ['one that only verifies gets none', { current: a }, [{ name: 'x', trusts: ['a'], presents: [] }], []],
  ] as const)('%s', ([, authorities, parties, expected]) => {
    expect(shown(0, authorities, parties)).toEqual(expected);
  });
});

describe('a certificate', () => {
  test.for([
    ['is fit', 19, aParty('x', ['a'], 'a'), []],
    ['is renewed after two thirds of its life', 20, aParty('x', ['a'], 'a'), ['a signs x']],
    ['for other names', 0, aParty('x', ['a'], 'a', { names: ['host', 'other'] }), ['a signs x']],
  ] as const)('%s', ([, day, party, expected]) => {
    expect(shown(day, { current: a }, [party])).toEqual(expected);
  });

  test('does not outlive its authority', () => {
    const [action] = decided(280, { current: a, next: b }, [aParty('x', ['a', 'b'], 'a'), aParty('y', ['a'], 'a')]).actions.slice(1);
    expect(action).toMatchObject({ kind: 'issue-certificate', notAfter: a.notAfter });
  });

  test('of a member that is away does not hold up the others', () => {
    expect(shown(20, { current: a }, [aParty('x', undefined, 'a'), aParty('y', ['a'], 'a')])).toEqual(['a signs x', 'a signs y']);
  });

  test('that cannot be renewed is overdue', () => {
    expect(decided(20, { current: a }, [aParty('x', [], 'a')]).overdue).toEqual(['x']);
    expect(decided(20, { current: a }, [aParty('x', ['a'], 'a')]).overdue).toEqual([]);
  });
});

describe('the next authority', () => {
  test.for([
    ['is made early', 200, { current: a }, [aParty('x', ['a'], 'a', late)], ['issue next']],
    ['is trusted beside the current one', 201, { current: a, next: b }, [aParty('x', ['a'], 'a', late)], ['x trusts a,b']],
    ['waits for everybody', 201, { current: a, next: b }, [aParty('x', ['a', 'b'], 'a', late), aParty('y', undefined, 'a', late)], []],
    ['takes over', 201, { current: a, next: b }, [aParty('x', ['a', 'b'], 'a', late)], ['promote b']],
    ['signs', 201, { current: b, previous: [a] }, [aParty('x', ['a', 'b'], 'a', late)], ['b signs x']],
    ['and the one before goes', 201, { current: b, previous: [a] }, [aParty('x', ['a', 'b'], 'b', newer)], ['drop a']],
    [
      'but not while its certificate may be presented',
      201,
      { current: b, previous: [a] },
      [aParty('x', ['a', 'b'], 'b', { presents: ['a', 'b'], ...newer })],
      [],
    ],
    ['nor while nobody knows', 201, { current: b, previous: [a] }, [aParty('x', ['a', 'b'], 'b', { presents: undefined, ...newer })], []],
    [
      'an expired one goes whoever may present its certificate',
      301,
      { current: b, previous: [a] },
      [
        aParty('x', ['a', 'b'], 'b', {
          presents: undefined,
          certificate: aCertificate('b', { notBefore: 290 * dayMs, notAfter: 320 * dayMs }),
        }),
      ],
      ['drop a'],
    ],
    ['and is trusted no more', 201, { current: b }, [aParty('x', ['a', 'b'], 'b', newer)], ['x trusts b']],
    [
      'one that expired waiting is made anew',
      501,
      { current: anAuthority('c', 400), next: b },
      [aParty('x', ['b', 'c'], 'c', { certificate: aCertificate('c', { notAfter: 900 * dayMs }) })],
      ['drop b'],
    ],
  ] as const)('%s', ([, day, authorities, parties, expected]) => {
    expect(shown(day, authorities, parties)).toEqual(expected);
  });

  test('says who is waited for', () => {
    expect(decided(201, { current: a, next: b }, [aParty('x', ['a', 'b'], 'a'), aParty('y', undefined, 'a')]).waitsFor).toEqual(['y']);
    expect(decided(0, { current: a }, [aParty('x', ['a'], 'a'), aParty('y', undefined, 'a')]).waitsFor).toEqual([]);
  });

  test('one that replaces a lost authority is trusted before it signs', () => {
    expect(shown(0, { previous: [a] }, [aParty('x', ['a'], 'a')])).toEqual(['issue next']);
    expect(shown(0, {}, [aParty('x', ['a'], 'a')])[0]).toBe('issue next');
  });
});
