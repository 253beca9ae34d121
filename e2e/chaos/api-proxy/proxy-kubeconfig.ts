import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

export type ProxyKubeconfig = { readonly path: string; remove(): Promise<void> };

/** A kubeconfig that leads to `server` without any credentials: those of the API server stay with the proxy. */
export async function writeProxyKubeconfig(server: string): Promise<ProxyKubeconfig> {
  const folder = await mkdtemp(join(tmpdir(), 'dataservices-proxy-'));
  const path = join(folder, 'kubeconfig');
  const name = 'api-proxy';
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    // client-node refuses plain HTTP without this.
    clusters: [{ name, cluster: { server, 'insecure-skip-tls-verify': true } }],
    users: [{ name, user: {} }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(path, `${JSON.stringify(config, undefined, 2)}\n`);
  return { path, remove: () => rm(folder, { recursive: true, force: true }) };
}
