import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricNames } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { repositoryRoot } from '../bootstrap/repository-root.mjs';
import { documentedQuery, documentedUsedRatio, documentedVetoes, queryFor } from './documented-queries.ts';

/** What each service really serves. */
function servedBy(service: string): readonly string[] {
  const text = readFileSync(join(repositoryRoot, 'libs/observability/test/samples', `${service.toLowerCase()}.txt`), 'utf8');
  return text.split('\n').map((line) => line.replace(/\{.*$/, ''));
}

const services = ['Redis', 'ZooKeeper', 'RabbitMQ', 'Kafka'];

test.for(services)('%s is scaled on what it serves, for one cluster of one namespace', (service) => {
  const { query } = documentedQuery(service);
  expect(servedBy(service)).toEqual(expect.arrayContaining([...metricNames(query)]));
  expect(query).toContain('namespace="$namespace"');
  expect(query).toContain(`pod=~"$name-${service.toLowerCase()}-[0-9]+"`);
});

const vetoes = services.flatMap((service) => documentedVetoes(service).map(({ query }) => [service, query] as const));

test('three services have vetoes', () => {
  expect(vetoes.map(([service]) => service)).toEqual(['Redis', 'Redis', 'RabbitMQ', 'Kafka']);
});

test.for(vetoes)('%s has a veto on what it serves: %s', ([service, query]) => {
  expect(servedBy(service)).toEqual(expect.arrayContaining([...metricNames(query)]));
  const perMetric = query.match(/namespace="\$namespace",pod=~"\$name-[a-z]+-\[0-9\]\+"/g) ?? [];
  expect(perMetric.length).toBe(metricNames(query).length);
});

test.for([
  ['Redis', 'data-cart-redis-0', 'data-cart-redis-redis-0'],
  ['ZooKeeper', 'data-cart-zookeeper-10', 'log-cart-zookeeper-0'],
  ['RabbitMQ', 'data-cart-rabbitmq-2', 'data-other-cart-rabbitmq-2'],
  ['Kafka', 'data-cart-kafka-2', 'data-cart-kafka-controller-2'],
] as const)('of the volumes of %s those count that grow: %s, and not %s', ([service, grows, stays]) => {
  const query = queryFor(documentedUsedRatio(service), { namespace: 'shop', name: 'cart' });
  const [, claims] = /namespace="shop",persistentvolumeclaim=~"([^"]+)"/.exec(query) ?? [];
  expect([grows, stays].map((claim) => new RegExp(`^(?:${claims})$`).test(claim))).toEqual([true, false]);
});

test('the kind of target and a name belong to it', () => {
  expect(documentedQuery('ZooKeeper')).toMatchObject({ name: 'waiting', type: 'Value' });
  expect(documentedQuery('Redis')).toMatchObject({ name: 'commands', type: 'AverageValue' });
});

test('a service that is not in the table has none', () => {
  expect(() => documentedQuery('Memcached')).toThrow('no query for Memcached');
  expect(documentedVetoes('Memcached')).toEqual([]);
});
