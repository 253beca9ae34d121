import { readFileSync } from 'node:fs';
import { Agent, request } from 'node:https';

type Named<K extends string, V> = readonly ({ readonly name: string } & { readonly [key in K]: V })[];

type Kubeconfig = {
  readonly clusters: Named<'cluster', { readonly server: string; readonly 'certificate-authority-data': string }>;
  readonly users: Named<'user', { readonly 'client-certificate-data': string; readonly 'client-key-data': string }>;
};

export type Api = {
  readonly server: string;
  /**
   * Sends one request.
   *
   * @returns the parsed body, or its text where it is not JSON
   * @throws Error with the server's message when the answer is not 2xx, or when nothing answers within 5 s
   */
  readonly send: (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown) => Promise<unknown>;
};

/**
 * The few calls that the cluster's own set-up needs, for the kubeconfigs that it wrote itself.
 * Everything else uses libs/kube, which the set-up must not depend on: it is what gets tested on the result.
 */
export function openApi(kubeconfigPath: string): Api {
  const config = JSON.parse(readFileSync(kubeconfigPath, 'utf8')) as Kubeconfig;
  const cluster = config.clusters[0]?.cluster;
  const user = config.users[0]?.user;
  if (cluster === undefined || user === undefined) throw new Error(`${kubeconfigPath} names no cluster or no user`);
  const agent = new Agent({
    ca: Buffer.from(cluster['certificate-authority-data'], 'base64'),
    cert: Buffer.from(user['client-certificate-data'], 'base64'),
    key: Buffer.from(user['client-key-data'], 'base64'),
  });
  return { server: cluster.server, send: (method, path, body) => send(agent, `${cluster.server}${path}`, method, body) };
}

function send(agent: Agent, url: string, method: string, body: unknown): Promise<unknown> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers: { 'content-type': 'application/json' }, timeout: 5000 }, (response) => {
      let text = '';
      response.setEncoding('utf8');
      response.on('data', (chunk: string) => {
        text += chunk;
      });
      response.on('error', reject);
      response.on('end', () => {
        const status = response.statusCode ?? 0;
        if (status >= 200 && status < 300) resolve(parse(text));
        else reject(new Error(`${method} ${url} answered ${status}: ${text.slice(0, 500)}`));
      });
    });
    outgoing.on('timeout', () => outgoing.destroy(new Error(`${method} ${url} did not answer within 5 s`)));
    outgoing.on('error', reject);
    outgoing.end(body === undefined ? undefined : JSON.stringify(body));
  });
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return text;
  }
}
