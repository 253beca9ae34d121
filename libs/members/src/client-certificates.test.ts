import { expect, test } from 'vitest';
import { trustFileName } from './certificate-files.ts';
import { clientRenewal, presentedByClients } from './client-certificates.ts';
import { keepCertificates } from './keep-certificates.ts';
import { defaultCertificatePolicy } from './own-certificates.ts';
import { aCertificate, anAuthority, dayMs } from './testing/certificate-samples.ts';

const now = 100 * dayMs;
const [current, previous] = [anAuthority('new', 50), anAuthority('old')];
const authorities = { current, previous: [previous] };
const policy = { ...defaultCertificatePolicy, certificateLifetimeMs: 30 * dayMs };
/** Made so many days ago, for 30 days. */
const made = (issuer: string, daysAgo: number) =>
  aCertificate(issuer, { notBefore: now - daysAgo * dayMs, notAfter: now + (30 - daysAgo) * dayMs });

test.for([
  ['there is none', undefined, true],
  ['it is new', made('new', 1), false],
  ['two thirds of its time have passed', made('new', 21), true],
  ['its authority signs no more', made('old', 1), true],
] as const)('a certificate is made for a client: %s', ([, certificate, isMade]) => {
  const wanted = { authority: 'new', notBefore: now - policy.clockSkewMs, notAfter: now + 30 * dayMs };
  expect(clientRenewal(certificate, { now, authorities, policy })).toEqual(isMade ? wanted : undefined);
});

test('none is made where nobody could sign it, and none that would outlive its authority', () => {
  expect(clientRenewal(undefined, { now, authorities: { previous: [previous] }, policy })).toBeUndefined();
  expect(clientRenewal(undefined, { now, authorities: { current: anAuthority('new', -250), previous: [] }, policy })).toBeUndefined();
  const ending = { current: anAuthority('new', -190), previous: [] };
  expect(clientRenewal(undefined, { now, authorities: ending, policy })?.notAfter).toBe(ending.current.notAfter);
});

test.for([
  ['one is still by the former authority', [made('new', 40), made('old', 40)], ['new', 'old']],
  ['one was made of late: its client may still have the one before it', [made('new', 29)], ['new', 'old']],
  ['one has none yet', [undefined], ['old']],
  ['all have had time to read theirs', [made('new', 31)], ['new']],
] as const)('authorities that clients may present: %s', ([, certificates, expected]) => {
  expect(presentedByClients(certificates, { now, authorities }).toSorted()).toEqual(expected);
});

test('an authority is trusted for as long as clients may present its certificates', () => {
  const trusts = ['new', 'old'];
  const files = { certificate: 'certificate-new', trust: trustFileName(trusts) };
  const mounted = { name: 'mounted', trusts, certificate: made('new', 1) };
  const input = { now, authorities, mounted, names: ['host'], users: [], published: { ids: trusts, sinceMs: 0 }, files, policy };
  const drop = { kind: 'drop-authority', id: 'old' };
  expect(keepCertificates(input)).toContainEqual(drop);
  expect(keepCertificates({ ...input, presented: ['new', 'old'] })).not.toContainEqual(drop);
  expect(keepCertificates({ ...input, presented: ['new'] })).toContainEqual(drop);
});
