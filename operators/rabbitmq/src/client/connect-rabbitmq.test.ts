import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { createPatience } from '@dataservices/reconcile';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { hashPassword } from '../password-hash.ts';
import { appUser, isUserAsWanted } from '../wanted-user.ts';
import { connectRabbitmq } from './connect-rabbitmq.ts';
import type { RabbitmqPort, Target } from './port.ts';

/** What nodes of RabbitMQ 4.3.6 answered, by method and path; names are shortened. */
const recorded: Readonly<Record<string, readonly [number, string]>> = {
  'GET overview?columns=rabbitmq_version,node': [200, '{"rabbitmq_version":"4.3.6","node":"rabbit@a"}'],
  'GET nodes?columns=name,running,mem_alarm,disk_free_alarm,enabled_plugins': [
    200,
    '[{"mem_alarm":false,"disk_free_alarm":true,"enabled_plugins":["rabbitmq_management"],"name":"rabbit@a","running":true},{"name":"rabbit@b","running":false}]',
  ],
  'GET health/checks/ready-to-serve-clients': [200, '{"status":"ok"}'],
  'GET health/checks/node-is-quorum-critical': [
    503,
    `{"reason":"There are quorum queues that would lose their quorum if the target node is shut down","status":"failed","queues":[{"name":"qc","readable_name":"queue 'qc' in vhost '/'","type":"rabbit_quorum_queue","virtual_host":"/"},{"name":"rabbitmq_metadata","readable_name":"rabbitmq_metadata","type":"process","virtual_host":"(not applicable)"}]}`,
  ],
  'GET queues?disable_stats=true&enable_queue_totals=true': [
    200,
    `[{"arguments":{"x-queue-type":"classic"},"auto_delete":false,"durable":true,"exclusive":false,"messages":0,"name":"ca","node":"rabbit@a","online":null,"state":"running","type":"classic","vhost":"/"},
      {"arguments":{"x-queue-type":"quorum","x-quorum-initial-group-size":1},"auto_delete":false,"delivery_limit":20,"durable":true,"effective_policy_definition":{},"exclusive":null,"leader":"rabbit@b","members":["rabbit@a","rabbit@b"],"messages":1,"name":"qa","node":"rabbit@b","online":["rabbit@b"],"operator_policy":null,"state":"running","type":"quorum","vhost":"/"},
      {"arguments":{"x-queue-type":"stream"},"auto_delete":false,"durable":true,"exclusive":null,"name":"s1","online":["rabbit@b"],"state":"running","totals":null,"type":"stream","type_specific":null,"vhost":"/"}]`,
  ],
  'GET users': [
    200,
    `[{"name":"app","password_hash":"MkYt/9SCa5u+QF//sY4cYZSzSGQpHmBPkbiytC+xb91nArAF","hashing_algorithm":"rabbit_password_hashing_sha256","tags":["management"],"limits":{}},
      {"name":"shop","password_hash":"MkYt/9SCa5u+QF//sY4cYZSzSGQpHmBPkbiytC+xb91nArAF","hashing_algorithm":"rabbit_password_hashing_sha256","tags":[],"limits":{}}]`,
  ],
  'GET permissions': [200, '[{"user":"app","vhost":"/","configure":".*","write":".*","read":".*"}]'],
  'GET users/shop/permissions': [
    200,
    '[{"user":"shop","vhost":"/","configure":"","write":"","read":".*"},{"user":"shop","vhost":"a b","configure":"","write":"","read":""}]',
  ],
  'GET vhosts/a%20b?columns=name': [200, '{"name":"a b"}'],
  'GET vhosts/new?columns=name': [404, '{"error":"Object Not Found","reason":"Not Found"}'],
  'GET vhosts/%2F?columns=name': [200, '{"name":"/"}'],
  'DELETE users/nobody': [404, '{"error":"Object Not Found","reason":"Not Found"}'],
};

let server: Server;
let target: Target;
let asked: string[];
let answers: Record<string, readonly [number, string]>;

beforeEach(async () => {
  asked = [];
  answers = { ...recorded };
  server = createServer((request, response) => {
    const key = `${request.method} ${(request.url ?? '').replace('/api/', '')}`;
    let body = '';
    request.on('data', (chunk: Buffer) => {
      body += chunk.toString();
    });
    request.on('end', () => {
      asked.push(`${key}${body === '' ? '' : ` ${body}`}`);
      const isOperator = request.headers.authorization === `Basic ${btoa('operator:secret')}`;
      const [status, text] = isOperator ? (answers[key] ?? [204, '']) : [401, '{"error":"not_authorized","reason":"Not_Authorized"}'];
      response.writeHead(status, { 'content-type': 'application/json' }).end(text);
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  target = { pod: 'cart-rabbitmq-0', ip: '127.0.0.1', port: (server.address() as AddressInfo).port };
});

afterEach(() => {
  server.closeAllConnections();
  server.close();
});

function rabbitmq(password = 'secret'): RabbitmqPort {
  return connectRabbitmq({ username: 'operator', password }, createPatience());
}

describe('a node', () => {
  test('is what it says itself', async () => {
    expect(await rabbitmq().observeNode(target)).toEqual({
      state: 'serving',
      version: '4.3.6',
      peers: [
        { node: 'rabbit@a', isRunning: true },
        { node: 'rabbit@b', isRunning: false },
      ],
      isInService: true,
      criticalFor: ["queue 'qc' in vhost '/'", 'rabbitmq_metadata'],
      alarms: ['disk'],
      plugins: ['rabbitmq_management'],
    });
  });

  test('in maintenance takes no clients', async () => {
    answers['GET health/checks/ready-to-serve-clients'] = [503, '{"status":"failed","reason":"this rabbit node is in maintenance mode"}'];
    expect(await rabbitmq().observeNode(target)).toMatchObject({ state: 'serving', isInService: false });
  });

  test('of 4.0, which has no such check, is asked for its listener', async () => {
    answers['GET health/checks/ready-to-serve-clients'] = [404, '{"error":"Object Not Found","reason":"Not Found"}'];
    const listeners = (protocol: string) => JSON.stringify({ node: 'rabbit@a', listeners: [{ node: 'rabbit@a', protocol }] });
    answers['GET overview?columns=node,listeners'] = [200, listeners('amqp/ssl')];
    expect(await rabbitmq().observeNode(target)).toMatchObject({ state: 'serving', isInService: true });
    answers['GET overview?columns=node,listeners'] = [200, listeners('clustering')];
    expect(await rabbitmq().observeNode(target)).toMatchObject({ state: 'serving', isInService: false });
  });

  test.for([
    ['that boots answers nothing yet that says what it is', [500, '{"error":"Internal Server Error"}'], 'starting or stopping'],
    ['whose answer is another than this client knows is not taken for anything', [200, '{"nodes":[]}'], 'starting or stopping'],
  ] as const)('%s', async ([, answer, error]) => {
    answers['GET nodes?columns=name,running,mem_alarm,disk_free_alarm,enabled_plugins'] = answer;
    expect(await rabbitmq().observeNode(target)).toEqual({ state: 'notServing', error });
  });

  test('that does not know the password says so', async () => {
    expect(await rabbitmq('another').observeNode(target)).toEqual({ state: 'notServing', error: "refuses the operator's password" });
  });

  test('that is not there is not reachable, and that is no failure', async () => {
    server.close();
    expect(await rabbitmq().observeNode(target)).toEqual({ state: 'unreachable', error: 'not reachable' });
  });

  test('that accepts and never answers is given up in time', async () => {
    server.removeAllListeners('request');
    expect(await rabbitmq().observeNode(target)).toEqual({ state: 'unreachable', error: 'does not answer' });
  });
});

test('queues are where they are', async () => {
  const queues = await rabbitmq().listQueues(target);
  expect(queues).toMatchObject([
    { name: 'ca', type: 'classic', node: 'rabbit@a', members: ['rabbit@a'], isDurable: true, isExclusive: false },
    { name: 'qa', type: 'quorum', node: 'rabbit@b', members: ['rabbit@a', 'rabbit@b'], online: ['rabbit@b'], askedSize: 1 },
    { name: 's1', type: 'stream', members: ['rabbit@b'] },
  ]);
});

test('a policy counts for more than what a queue was declared with', async () => {
  const queue = { vhost: '/', name: 'a', type: 'quorum', arguments: { 'x-quorum-initial-group-size': 1 } };
  const text = JSON.stringify([{ ...queue, effective_policy_definition: { 'target-group-size': 5 } }]);
  answers['GET queues?disable_stats=true&enable_queue_totals=true'] = [200, text];
  expect(await rabbitmq().listQueues(target)).toMatchObject([{ askedSize: 5 }]);
});

describe('users', () => {
  const shop = { name: 'shop', tags: [], permissions: [{ vhost: '/', configure: '', write: '', read: '.*' }], isExact: true };

  test('are read with their permissions, and compared', async () => {
    const known = await rabbitmq().listUsers(target);
    expect([...known.keys()]).toEqual(['app', 'shop']);
    const app = known.get('app');
    expect(isUserAsWanted(app, appUser, 'secret')).toBe(true);
    expect(isUserAsWanted(app, appUser, 'another')).toBe(false);
    expect(isUserAsWanted(app && { ...app, permissions: [] }, appUser, 'secret')).toBe(false);
    expect(isUserAsWanted(undefined, appUser, 'secret')).toBe(false);
  });

  test('of ours may have no more than they are to have, and the client user may', () => {
    const passwordHash = hashPassword('secret');
    const more = { vhost: 'more', configure: '', write: '', read: '' };
    expect(isUserAsWanted({ ...shop, passwordHash }, shop, 'secret')).toBe(true);
    expect(isUserAsWanted({ ...shop, passwordHash, permissions: [...shop.permissions, more] }, shop, 'secret')).toBe(false);
    expect(isUserAsWanted({ ...shop, passwordHash, tags: ['administrator'] }, shop, 'secret')).toBe(false);
    expect(isUserAsWanted({ ...appUser, passwordHash, permissions: [...appUser.permissions, more] }, appUser, 'secret')).toBe(true);
  });

  test('are written with a hash, never with a password', async () => {
    await rabbitmq().writeUser(target, { ...appUser, passwordHash: hashPassword('secret') });
    expect(asked).toEqual([
      expect.stringMatching(
        /^PUT users\/app \{"password_hash":"[^"]{48}","hashing_algorithm":"rabbit_password_hashing_sha256","tags":"management"\}$/,
      ),
      'GET vhosts/%2F?columns=name',
      'PUT permissions/%2F/app {"configure":".*","write":".*","read":".*"}',
    ]);
  });

  test('lose what they may do no longer, and a virtual host is made where it is absent', async () => {
    const permissions = ['new', 'a b'].map((vhost) => ({ vhost, configure: '', write: '', read: '' }));
    await rabbitmq().writeUser(target, { ...shop, permissions, passwordHash: 'hash' });
    expect(asked.slice(1)).toEqual([
      'GET users/shop/permissions',
      'DELETE permissions/%2F/shop',
      'GET vhosts/new?columns=name',
      'PUT vhosts/new {}',
      'PUT permissions/new/shop {"configure":"","write":"","read":""}',
      'GET vhosts/a%20b?columns=name',
      'PUT permissions/a%20b/shop {"configure":"","write":"","read":""}',
    ]);
  });

  test('are deleted, also where they are gone already', async () => {
    await rabbitmq().deleteUser(target, 'shop');
    await rabbitmq().deleteUser(target, 'nobody');
    expect(asked).toEqual(['DELETE users/shop', 'DELETE users/nobody']);
  });
});

test('connections of clients are read, and closed by name, whatever is in it', async () => {
  const connection = { name: '10.0.0.9:40 -> 10.0.0.1:5672', node: 'rabbit@a', connected_at: 1764000000123, type: 'network' };
  const inside = { name: '<rabbit@a.1.2.0>', node: 'rabbit@a', connected_at: 1764000000000, type: 'direct' };
  answers['GET connections?columns=name,node,connected_at,type'] = [200, JSON.stringify([connection, inside, { name: 'new' }])];
  expect(await rabbitmq().listConnections(target)).toEqual([{ name: connection.name, node: 'rabbit@a', connectedAtMs: 1764000000123 }]);
  const path = `connections/${encodeURIComponent(connection.name)}`;
  await rabbitmq().closeConnection(target, connection.name, 'nodes have joined');
  answers[`DELETE ${path}`] = [404, '{"error":"Object Not Found","reason":"Not Found"}'];
  await rabbitmq().closeConnection(target, connection.name, 'nodes have joined');
  expect(asked.slice(1)).toEqual([`DELETE ${path}`, `DELETE ${path}`]);
});

test('feature flags that are stable and not enabled are named, and enabled', async () => {
  const flag = (name: string, state: string, stability: string) => ({ name, state, stability });
  const flags = [flag('a', 'enabled', 'required'), flag('b', 'disabled', 'stable'), flag('c', 'disabled', 'experimental')];
  answers['GET feature-flags'] = [200, JSON.stringify(flags)];
  expect(await rabbitmq().listDisabledFlags(target)).toEqual(['b']);
  await rabbitmq().enableFlag(target, 'b');
  expect(asked.at(-1)).toBe('PUT feature-flags/b/enable {}');
});

test('members come and go by name, whatever is in it', async () => {
  await rabbitmq().addReplica(target, { vhost: '/', queue: 'a/b c', node: 'rabbit@b' });
  await rabbitmq().removeReplica(target, { vhost: '/', queue: 'a/b c', node: 'rabbit@b' });
  await rabbitmq().rebalance(target);
  expect(asked).toEqual([
    'POST queues/quorum/%2F/a%2Fb%20c/replicas/add {"node":"rabbit@b"}',
    'DELETE queues/quorum/%2F/a%2Fb%20c/replicas/delete {"node":"rabbit@b"}',
    'POST rebalance/queues {}',
  ]);
});

test('what is refused fails with what RabbitMQ said', async () => {
  answers['POST rebalance/queues'] = [503, '{"error":"service_unavailable","reason":"not_found"}'];
  await expect(rabbitmq().rebalance(target)).rejects.toMatchObject({
    code: 'Refused',
    status: 503,
    message: expect.stringContaining('not_found'),
  });
  await expect(rabbitmq('another').rebalance(target)).rejects.toMatchObject({ code: 'Unauthorized' });
});
