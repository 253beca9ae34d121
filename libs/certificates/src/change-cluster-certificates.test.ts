import { X509Certificate } from 'node:crypto';
import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { createFakeKube } from '@dataservices/testing';
import { expect, test } from 'vitest';
import { type ClusterCertificatesContext, changeClusterCertificates } from './change-cluster-certificates.ts';
import { entryOf, type SecretData } from './secret-data.ts';

const issue = {
  kind: 'issue-authority',
  as: 'current',
  notBefore: Date.parse('2026-01-01'),
  notAfter: Date.parse('2036-01-01'),
} as const;

function contextOf(whenDeleted: 'Delete' | 'Retain'): Omit<ClusterCertificatesContext, 'kube'> {
  return {
    cluster: {
      apiVersion: 'dataservices.dev/v1alpha1',
      kind: 'KafkaCluster',
      metadata: { name: 'cart', namespace: 'shop', uid: 'uid-cart', resourceVersion: '1' },
      spec: { storage: { whenDeleted }, tls: {} },
    },
    names: { namespace: 'shop', authoritySecret: 'cart-kafka-ca', certificatesSecret: 'cart-kafka-certificates' },
    tls: { authorityPem: '' },
    component: { service: 'kafka', instance: 'cart', component: 'broker' },
    commonName: 'cart nodes',
    signal: new AbortController().signal,
  };
}

test.for([
  ['Delete', [{ apiVersion: 'dataservices.dev/v1alpha1', kind: 'KafkaCluster', name: 'cart', uid: 'uid-cart' }]],
  ['Retain', []],
] as const)('with storage.whenDeleted %s a new Secret has the labels and the owners of its cluster', async ([whenDeleted, owners]) => {
  const kube = createFakeKube();
  await changeClusterCertificates(issue, { ...contextOf(whenDeleted), kube });
  type Secret = StoredObject & { readonly data?: SecretData };
  const stored = await kube.get<Secret>(resources.secrets, { namespace: 'shop', name: 'cart-kafka-ca' });
  expect(stored?.metadata).toMatchObject({
    labels: { 'app.kubernetes.io/managed-by': 'dataservices-kafka', 'dataservices.dev/cluster': 'cart' },
  });
  expect(stored?.metadata.ownerReferences ?? []).toEqual(owners);
  expect(new X509Certificate(entryOf(stored?.data, 'current.crt') ?? '').subject).toMatch(/^CN=cart nodes CA /);
});

test('of a cluster that has no certificates any more nothing is made', async () => {
  const kube = createFakeKube();
  const change = changeClusterCertificates(issue, { ...contextOf('Retain'), tls: undefined, kube });
  await expect(change).rejects.toMatchObject({ code: 'CertificatesChanged', retry: { afterMs: 1_000 } });
  expect((await kube.list(resources.secrets, { namespace: 'shop' })).items).toEqual([]);
});
