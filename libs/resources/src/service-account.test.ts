import { expect, test } from 'vitest';
import { serviceAccount } from './service-account.ts';

const metadata = { namespace: 'shop', name: 'cart-redis' };

test('an identity without a token', () => {
  expect(serviceAccount(metadata)).toEqual({ apiVersion: 'v1', kind: 'ServiceAccount', metadata, automountServiceAccountToken: false });
});

test('what its pods pull images with, where they do not say it themselves', () => {
  expect(serviceAccount(metadata, ['registry', 'mirror'])).toMatchObject({ imagePullSecrets: [{ name: 'registry' }, { name: 'mirror' }] });
});
