import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';
import { documentedYaml } from '../../e2e/src/documented-yaml.ts';
import { requiredNames as kafkaNames } from '../../operators/kafka/src/resources/certificate-names.ts';
import { kafkaCluster, observed as observedKafka } from '../../operators/kafka/src/testing/observed-builder.ts';
import { requiredNames as rabbitmqNames } from '../../operators/rabbitmq/src/resources/certificate-names.ts';
import { observed as observedRabbitmq, rabbitmqCluster } from '../../operators/rabbitmq/src/testing/observed-builder.ts';
import { requiredNames } from '../../operators/redis/src/resources/certificate-names.ts';
import { observed, redisCluster } from '../../operators/redis/src/testing/observed-builder.ts';
import { requiredNames as zookeeperNames } from '../../operators/zookeeper/src/resources/certificate-names.ts';
import { observed as observedZookeeper, zookeeperCluster } from '../../operators/zookeeper/src/testing/observed-builder.ts';

/** Whether a certificate with this name is one for a host, as RFC 6125 has it: a star stands for one label. */
const isFor = (name: string, host: string) => name === host || (name.startsWith('*.') && name.slice(1) === host.slice(host.indexOf('.')));

const unnamed = (hosts: readonly string[], dnsNames: readonly string[]) =>
  hosts.filter((host) => !dnsNames.some((name) => isFor(name, host)));

test('the certificate that the page has cert-manager issue is for all that a cluster announces', () => {
  const page = documentedYaml('docs/redis.md', 'kind: Certificate', 'shop');
  const [certificate, redis] = parseAllDocuments(page).map((document) => document.toJS());
  expect(redis.metadata).toEqual({ namespace: 'shop', name: 'cart' });
  expect(redis.spec.tls).toEqual({ mode: 'Enabled', secretName: certificate.spec.secretName });
  const announced = requiredNames(observed({ cluster: redisCluster(redis.spec), servers: [], sentinels: [] }));
  expect(unnamed(announced, certificate.spec.dnsNames)).toEqual([]);
});

test.for([
  ['redis', requiredNames(observed({ cluster: redisCluster({}), servers: [], sentinels: [] }))],
  ['zookeeper', zookeeperNames(observedZookeeper({ cluster: zookeeperCluster({}), servers: [] }))],
  ['rabbitmq', rabbitmqNames(observedRabbitmq({ cluster: rabbitmqCluster({}), servers: [] }))],
  ['kafka', kafkaNames(observedKafka({ cluster: kafkaCluster({}), brokers: '', controllers: '', kafka: undefined, quorum: undefined }))],
] as const)('the certificate for %s is for all that a cluster with the default size needs', ([service, hosts]) => {
  const page = documentedYaml('docs/connect.md', '# The names of a Redis, its sentinels included.', 'shop');
  const certificates = parseAllDocuments(page).map((document) => document.toJS());
  const certificate = certificates.find(({ metadata }) => metadata.name === `cart-${service}-tls`);
  expect(certificate.spec.secretName).toBe(`cart-${service}-tls`);
  expect(hosts.length).toBeGreaterThan(3);
  expect(unnamed(hosts, certificate.spec.dnsNames)).toEqual([]);
});
