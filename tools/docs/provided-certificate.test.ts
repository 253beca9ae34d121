import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { documentedYaml } from '../../e2e/src/documented-yaml.ts';
import { requiredNames } from '../../operators/redis/src/resources/certificate-names.ts';
import { observed, redisCluster } from '../../operators/redis/src/testing/observed-builder.ts';

/** Whether a certificate with this name is one for a host, as RFC 6125 has it: a star stands for one label. */
const isFor = (name: string, host: string) => name === host || (name.startsWith('*.') && name.slice(1) === host.slice(host.indexOf('.')));

test('the certificate that the page has cert-manager issue is for all that a cluster announces', () => {
  const page = documentedYaml('docs/redis.md', 'kind: Certificate', 'shop');
  const [certificate, redis] = parseAllDocuments(page).map((document) => document.toJS());
  expect(redis.metadata).toEqual({ namespace: 'shop', name: 'cart' });
  expect(redis.spec.tls).toEqual({ mode: 'Enabled', secretName: certificate.spec.secretName });
  const announced = requiredNames(observed({ cluster: redisCluster(redis.spec), servers: [], sentinels: [] }));
  const dnsNames: readonly string[] = certificate.spec.dnsNames;
  expect(announced.filter((host) => !dnsNames.some((name) => isFor(name, host)))).toEqual([]);
});
