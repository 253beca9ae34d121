import { expect, test } from 'vitest';
import { plan } from '../plan/plan.ts';
import { status } from '../status.ts';
import { nowMs, observed, redisCluster } from '../testing/observed-builder.ts';
import { formed, whole } from '../testing/situation.ts';
import { certificate, tls } from '../testing/tls-samples.ts';

const dayMs = 86_400_000;
const late = { ...certificate, notBefore: nowMs - 80 * dayMs, notAfter: nowMs + 10 * dayMs };

test('a certificate that was not renewed in time needs a person, and the status has its times', () => {
  const given = observed({
    ...whole,
    cluster: redisCluster({ tls: { mode: 'Enabled', secretName: 'mine' } }, formed),
    changes: { tls: tls({ mounted: { ...tls().mounted, certificate: late } }) },
  });
  const told = status(given, plan(given), { problems: [] });
  expect(told.conditions?.find(({ type }) => type === 'Stalled')).toMatchObject({ status: 'True', reason: 'CertificateExpires' });
  expect(told.certificate).toEqual({
    notBefore: new Date(late.notBefore).toISOString(),
    notAfter: new Date(late.notAfter).toISOString(),
  });
});
