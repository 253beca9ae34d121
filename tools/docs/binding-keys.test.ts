import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { parseAllDocuments } from 'yaml';

const root = join(import.meta.dirname, '../..');
const services = { Redis: 'redis', ZooKeeper: 'zookeeper', RabbitMQ: 'rabbitmq', Kafka: 'kafka' } as const;
type ServiceName = keyof typeof services;

type Binding = { readonly type?: string; readonly metadata: { readonly name: string }; readonly data: Readonly<Record<string, string>> };

/** The bindings of the golden files of an operator. */
function bindingsOf(service: ServiceName): readonly Binding[] {
  const folder = join(root, 'operators', services[service], 'golden');
  const files = readdirSync(folder).filter((name) => name.endsWith('.yaml'));
  const objects = files.flatMap((name) => parseAllDocuments(readFileSync(join(folder, name), 'utf8')).map((one) => one.toJS() as Binding));
  return objects.filter(({ type }) => type === `servicebinding.io/${services[service]}`);
}

/** A listener of Kafka gives its name to keys. */
const generic = (key: string) => key.replace(/^.+\.(bootstrap-servers|security-protocol)$/, '<listener>.$1');

type Row = { readonly keys: readonly string[]; readonly services: string; readonly content: string };

const page = readFileSync(join(root, 'docs/connect.md'), 'utf8');
const table = page.slice(page.indexOf('## Keys'), page.indexOf('## Certificates'));
const rows: readonly Row[] = [...table.matchAll(/^\| (`.*?) +\| (.*?) +\| (.*?) +\|$/gm)].map(
  ([, keys = '', whose = '', content = '']) => ({
    keys: [...keys.matchAll(/`([^`]+)`/g)].map(([, key = '']) => key),
    services: whose,
    content,
  }),
);
const names = Object.keys(services) as readonly ServiceName[];

/** Those that a row names: in the binding of whoever connects, or of users alone. */
const isOf = (row: Row, service: ServiceName) => row.services === 'all' || row.services.includes(service);
const isOfUsersAlone = (row: Row, service: ServiceName) => row.services.includes(`users of ${service}`);
const keysOf = (bindings: readonly Binding[]) => [...new Set(bindings.flatMap(({ data }) => Object.keys(data).map(generic)))].sort();

test.for(names)('the table has the keys of %s, and no others', (service) => {
  const documented = rows.filter((row) => isOf(row, service)).flatMap(({ keys }) => keys);
  expect(documented.toSorted()).toEqual(keysOf(bindingsOf(service)));
});

test.for(['ZooKeeper', 'Kafka'] as const)('what the table has for users of %s alone is not in the binding of the cluster', (service) => {
  const common = bindingsOf(service).filter(({ metadata }) => metadata.name.endsWith('-binding'));
  const documented = rows.filter((row) => isOf(row, service) && !isOfUsersAlone(row, service)).flatMap(({ keys }) => keys);
  expect(documented.toSorted()).toEqual(keysOf(common));
});

test('every protocol is named that a binding has', () => {
  const shown = bindingsOf('Kafka').flatMap(({ data }) => Object.entries(data).filter(([key]) => key.endsWith('security-protocol')));
  const protocols = new Set(shown.map(([, value]) => Buffer.from(value, 'base64').toString()));
  const { content } = rows.find(({ keys }) => keys.includes('security-protocol')) ?? { content: '' };
  expect([...protocols].filter((protocol) => !content.includes(`\`${protocol}\``))).toEqual([]);
  expect(protocols.size).toBeGreaterThan(2);
});
