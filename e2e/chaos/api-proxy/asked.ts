/** Kubernetes' own names of what a request does. `other` is whatever is no resource: health, discovery, metrics. */
export type Verb = 'get' | 'list' | 'watch' | 'create' | 'update' | 'patch' | 'delete' | 'other';

/** A request of a client, as far as a fault may want to know it. */
export type Asked = {
  readonly method: string;
  /** Without the query. */
  readonly path: string;
  readonly query: URLSearchParams;
  readonly userAgent: string;
  readonly verb: Verb;
  /** '' for the core group. */
  readonly group: string;
  /** Plural name of the kind; '' where the request is about no resource. */
  readonly resource: string;
  readonly namespace: string | undefined;
  readonly name: string | undefined;
  readonly subresource: string | undefined;
};

/** Which requests a fault is for. */
export type Matcher = (asked: Asked) => boolean;

const verbs: Readonly<Record<string, Verb>> = { POST: 'create', PUT: 'update', PATCH: 'patch', DELETE: 'delete' };

export function describeRequest(method: string, target: string, userAgent: string): Asked {
  const url = new URL(target, 'http://proxy');
  const resource = resourceIn(url.pathname);
  return { method, path: url.pathname, query: url.searchParams, userAgent, verb: verbOf(method, url, resource), ...resource };
}

export function isWrite({ verb }: Asked): boolean {
  return verb === 'create' || verb === 'update' || verb === 'patch' || verb === 'delete';
}

type Named = Pick<Asked, 'group' | 'resource' | 'namespace' | 'name' | 'subresource'>;

const noResource: Named = { group: '', resource: '', namespace: undefined, name: undefined, subresource: undefined };

function resourceIn(path: string): Named {
  const [root, ...rest] = path.split('/').filter(Boolean).map(decodeURIComponent);
  if (root !== 'api' && root !== 'apis') return noResource;
  const group = root === 'apis' ? (rest.shift() ?? '') : '';
  const [, ...parts] = rest;
  // A namespace is an object itself where nothing below it is named.
  const namespace = parts[0] === 'namespaces' && parts.length > 2 ? parts[1] : undefined;
  const [resource, name, subresource] = namespace === undefined ? parts : parts.slice(2);
  return resource === undefined ? noResource : { group, resource, namespace, name, subresource };
}

function verbOf(method: string, url: URL, { resource, name }: Named): Verb {
  if (resource === '') return 'other';
  if (method !== 'GET') return verbs[method] ?? 'other';
  if (/^(1|true)$/.test(url.searchParams.get('watch') ?? '')) return 'watch';
  return name === undefined ? 'list' : 'get';
}
