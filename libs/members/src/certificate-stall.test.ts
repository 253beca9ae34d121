import { expect, test } from 'vitest';
import { type CertificatesInUse, certificateStall, certificateTimes } from './certificate-stall.ts';
import { certificateSamples } from './testing/cluster-certificates.ts';

const dayMs = 86_400_000;
const now = Date.UTC(2026, 0, 1);
const { authorityA, certificate, tls } = certificateSamples({ nowMs: now, names: ['host'], secretName: 'cart-certificates' });

type Given = { readonly leftMs: number; readonly lifetimeMs?: number; readonly authorityLeftMs?: number; readonly problem?: string };

/** A certificate of 90 days, or of another lifetime, that has so much left; provided by the user. */
function given({ leftMs, lifetimeMs = 90 * dayMs, authorityLeftMs = 700 * dayMs, problem }: Given): CertificatesInUse {
  const used = { ...certificate, notBefore: now + leftMs - lifetimeMs, notAfter: now + leftMs };
  const current = { ...authorityA, notAfter: now + authorityLeftMs };
  const state = tls({
    authorities: { current, previous: [] },
    mounted: { ...tls().mounted, certificate: used },
    ...(problem !== undefined && { problem }),
  });
  return { tls: state, cluster: { spec: { tls: { secretName: 'mine' } } }, now };
}

test.for([
  ['fresh', 80 * dayMs, 90 * dayMs, undefined],
  ['due for renewal by whoever renews at two thirds', 29 * dayMs, 90 * dayMs, undefined],
  ['not renewed in time', 22 * dayMs, 90 * dayMs, 'CertificateExpires'],
  ['of a year, with a month left', 30 * dayMs, 365 * dayMs, 'CertificateExpires'],
  ['of a day, with twelve hours left', dayMs / 2, dayMs, undefined],
  ['of a day, with five hours left', (5 * dayMs) / 24, dayMs, 'CertificateExpires'],
  ['over', -1, 90 * dayMs, 'CertificateExpired'],
] as const)('a certificate that is %s', ([, leftMs, lifetimeMs, reason]) => {
  expect(certificateStall(given({ leftMs, lifetimeMs }))?.reason).toBe(reason);
});

test('what it says names the Secret and the time, and stays the same until then', () => {
  expect(certificateStall(given({ leftMs: 22 * dayMs }))?.message).toBe(
    'the certificate that all members present expires on 2026-01-23 00:00 UTC: no connection succeeds after that; put the next one into Secret mine',
  );
});

test('an authority that ends before its certificate is told of as well', () => {
  const early = given({ leftMs: 80 * dayMs, authorityLeftMs: 10 * dayMs });
  expect(certificateStall(early)?.message).toContain('the authority of their certificate expires on 2026-01-11');
  expect(certificateTimes(early)?.notAfter).toBe('2026-01-11T00:00:00.000Z');
});

test('a next one that cannot be used comes first: it is what a person has to mend', () => {
  expect(certificateStall(given({ leftMs: 5 * dayMs, problem: 'no key' }))).toEqual({ reason: 'InvalidCertificate', message: 'no key' });
});

test('the status has the times of the certificate, and none without one', () => {
  expect(certificateTimes(given({ leftMs: 30 * dayMs }))).toEqual({
    notBefore: '2025-11-02T00:00:00.000Z',
    notAfter: '2026-01-31T00:00:00.000Z',
  });
  expect(certificateTimes({})).toBeUndefined();
});
