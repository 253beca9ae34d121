import { expect, test } from 'vitest';
import { plan } from '../plan/plan.ts';
import { status } from '../status.ts';
import { observed, rabbitmqCluster, sees } from '../testing/observed-builder.ts';
import { late } from '../testing/tls-samples.ts';

test('a certificate that was not renewed in time needs a person, and the status has its times', () => {
  const given = observed({
    cluster: rabbitmqCluster({ tls: { mode: 'Enabled' } }),
    servers: [sees('012'), sees('012'), sees('012')],
    changes: { tls: late.tls },
  });
  const told = status(given, plan(given), { problems: [] });
  expect(told.conditions?.find(({ type }) => type === 'Stalled')).toMatchObject({ status: 'True', reason: 'CertificateExpires' });
  expect(told.certificate).toEqual(late.times);
});
