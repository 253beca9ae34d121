import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export type SimulatedServer = { readonly port: number; readonly declare: (name: string, type: string) => void; readonly close: () => void };

type Answer = readonly [number, unknown?];
type User = { readonly password_hash: string; readonly tags: readonly string[] };
type Request = { readonly method: string; readonly parts: readonly string[]; readonly body: Readonly<Record<string, unknown>> };

const notFound: Answer = [404, { error: 'Object Not Found', reason: 'Not Found' }];

/** The management API of one node, as far as the operator's client uses it. What it does, the contract holds to a real node. */
export async function startSimulatedServer(node: string, authorization: string): Promise<SimulatedServer> {
  const users = new Map<string, User>();
  const vhosts = new Set(['/']);
  const permissions = new Map<string, Readonly<Record<string, unknown>>>();
  const queues: object[] = [];

  const permissionsOf = (name: string) => [...permissions.values()].filter(({ user }) => user === name);

  function onUsers({ method, parts: [, name, kind], body }: Request): Answer {
    if (name === undefined) return [200, [...users].map(([user, rest]) => ({ name: user, ...rest, limits: {} }))];
    if (method === 'GET') return kind === 'permissions' && users.has(name) ? [200, permissionsOf(name)] : notFound;
    if (method === 'DELETE') {
      for (const [key, { user }] of permissions) if (user === name) permissions.delete(key);
      return users.delete(name) ? [204] : notFound;
    }
    const tags = String(body.tags)
      .split(',')
      .filter((tag) => tag !== '');
    users.set(name, { password_hash: String(body.password_hash), tags });
    return [204];
  }

  function onPermissions({ method, parts: [, vhost, user], body }: Request): Answer {
    if (vhost === undefined || user === undefined) return [200, [...permissions.values()]];
    const key = JSON.stringify([vhost, user]);
    if (method === 'DELETE') return permissions.delete(key) ? [204] : notFound;
    if (!vhosts.has(vhost) || !users.has(user)) return [400, { error: 'bad_request', reason: 'vhost_or_user_not_found' }];
    if (['configure', 'write', 'read'].some((field) => !isPattern(String(body[field])))) {
      return [400, { error: 'bad_request', reason: 'invalid_regexp' }];
    }
    permissions.set(key, { user, vhost, ...body });
    return [204];
  }

  function onVhosts({ method, parts: [, name = ''] }: Request): Answer {
    if (method === 'PUT') vhosts.add(name);
    else if (!vhosts.has(name)) return notFound;
    return method === 'PUT' ? [204] : [200, { name }];
  }

  function onQueues({ method, parts }: Request): Answer {
    if (method !== 'GET') return parts.at(-1) === 'delete' ? [503, { error: 'service_unavailable', reason: 'last_node' }] : [202];
    if (parts.at(-1) !== 'status') return [200, queues];
    return [200, [{ 'Node Name': node, 'Raft State': 'leader', Membership: 'voter', 'Last Written': 2, 'Commit Index': 2 }]];
  }

  function answer(request: Request): Answer {
    switch (request.parts[0]) {
      case 'overview':
        return [200, { rabbitmq_version: '4.3.6', node }];
      case 'nodes':
        return [200, [{ name: node, running: true, enabled_plugins: ['rabbitmq_management'] }]];
      case 'health':
        return [200, { status: 'ok' }];
      case 'users':
        return onUsers(request);
      case 'permissions':
        return onPermissions(request);
      case 'vhosts':
        return onVhosts(request);
      case 'queues':
        return onQueues(request);
      case 'feature-flags':
        return request.method === 'GET' ? [200, [{ name: 'quorum_queue', state: 'enabled', stability: 'required' }]] : [204];
      case 'rebalance':
        return [204];
      default:
        return notFound;
    }
  }

  const server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (chunk: Buffer) => {
      text += chunk.toString('utf8');
    });
    request.on('end', () => {
      const parts = (request.url ?? '').split('?')[0]?.split('/').slice(2).map(decodeURIComponent) ?? [];
      const body = (text === '' ? {} : JSON.parse(text)) as Request['body'];
      const isKnown = request.headers.authorization === authorization;
      const [status, content] = isKnown ? answer({ method: request.method ?? '', parts, body }) : [401, { error: 'not_authorized' }];
      response.writeHead(status, { 'content-type': 'application/json' }).end(content === undefined ? '' : JSON.stringify(content));
    });
  });
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  return {
    port: (server.address() as AddressInfo).port,
    declare: (name, type) => void queues.push({ name, vhost: '/', type, node, durable: true, ...membersOf(node, type) }),
    close: () => {
      server.closeAllConnections();
      server.close();
    },
  };
}

function membersOf(node: string, type: string): object {
  return type === 'quorum' ? { leader: node, members: [node], online: [node] } : {};
}

function isPattern(text: string): boolean {
  try {
    return RegExp(text) !== undefined;
  } catch {
    return false;
  }
}
