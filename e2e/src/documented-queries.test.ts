import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { metricNames } from '@dataservices/observability';
import { expect, test } from 'vitest';
import { documentedQuery } from './documented-queries.ts';
import { repository } from './results-folder.ts';

/** What each service really serves. */
function servedBy(service: string): readonly string[] {
  const text = readFileSync(join(repository, 'libs/observability/test/samples', `${service.toLowerCase()}.txt`), 'utf8');
  return text.split('\n').map((line) => line.replace(/\{.*$/, ''));
}

test.for(['Redis', 'ZooKeeper', 'RabbitMQ', 'Kafka'])('%s is scaled on what it serves, for one cluster of one namespace', (service) => {
  const { query } = documentedQuery(service);
  expect(servedBy(service)).toEqual(expect.arrayContaining([...metricNames(query)]));
  expect(query).toContain('namespace="$namespace"');
  expect(query).toContain(`pod=~"$name-${service.toLowerCase()}-.*"`);
});

test('the kind of target belongs to it', () => {
  expect(documentedQuery('ZooKeeper').type).toBe('Value');
  expect(documentedQuery('Redis').type).toBe('AverageValue');
});

test('a service that is not in the table has none', () => {
  expect(() => documentedQuery('Memcached')).toThrow('no query for Memcached');
});
