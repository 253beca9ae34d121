import { expect, test } from 'vitest';
import { status } from '../status.ts';
import { nowMs, observed, redisCluster } from '../testing/observed-builder.ts';
import { formed, whole } from '../testing/situation.ts';
import { authorityA, certificate, tls } from '../testing/tls-samples.ts';
import { plan } from './plan.ts';

const dayMs = 86_400_000;

/** A certificate of 90 days, or of another lifetime, that has so much left; provided by the user. */
function stalled(leftMs: number, lifetimeMs = 90 * dayMs, authorityLeftMs = 700 * dayMs) {
  const used = { ...certificate, notBefore: nowMs + leftMs - lifetimeMs, notAfter: nowMs + leftMs };
  const authority = { ...authorityA, notAfter: nowMs + authorityLeftMs };
  const given = observed({
    ...whole,
    cluster: redisCluster({ tls: { mode: 'Enabled', secretName: 'mine' } }, formed),
    changes: {
      tls: tls({
        authorities: { current: authority, previous: [] },
        mounted: { name: 'cart-redis-certificates', trusts: [authority.id], certificate: used },
        provided: used,
      }),
    },
  });
  const { conditions = [] } = status(given, plan(given), { problems: [] });
  return conditions.find(({ type }) => type === 'Stalled');
}

test.for([
  ['fresh', 80 * dayMs, 90 * dayMs, 'NotStalled'],
  ['due for renewal by whoever renews at two thirds', 29 * dayMs, 90 * dayMs, 'NotStalled'],
  ['not renewed in time', 22 * dayMs, 90 * dayMs, 'CertificateExpires'],
  ['of a year, with a month left', 30 * dayMs, 365 * dayMs, 'CertificateExpires'],
  ['of a day, with twelve hours left', dayMs / 2, dayMs, 'NotStalled'],
  ['of a day, with five hours left', (5 * dayMs) / 24, dayMs, 'CertificateExpires'],
  ['over', -1, 90 * dayMs, 'CertificateExpired'],
] as const)('a certificate that is %s', ([, leftMs, lifetimeMs, reason]) => {
  expect(stalled(leftMs, lifetimeMs)?.reason).toBe(reason);
});

test('what it says names the Secret and the time, and stays the same until then', () => {
  const message = stalled(22 * dayMs)?.message;
  expect(message).toBe(
    'the certificate that all members present expires on 2026-01-23 00:00 UTC: no connection succeeds after that; put the next one into Secret mine',
  );
});

test('an authority that ends before its certificate is told of as well', () => {
  expect(stalled(80 * dayMs, 90 * dayMs, 10 * dayMs)?.message).toContain('the authority of their certificate expires on 2026-01-11');
});
