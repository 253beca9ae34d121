import { readFile, writeFile } from 'node:fs/promises';
import { keyPair } from './pki.ts';

export type KubeconfigInput = {
  readonly path: string;
  /** Name of the context, the cluster and the user. */
  readonly name: string;
  readonly server: string;
  readonly pkiFolder: string;
  /** Name of the identity in the PKI folder. */
  readonly identity: string;
};

/** Writes a kubeconfig that carries its certificates, so that it can be copied; readable by its owner only. */
export async function writeKubeconfig({ path, name, server, pkiFolder, identity }: KubeconfigInput): Promise<void> {
  const { certificate, key } = keyPair(pkiFolder, identity);
  const authority = await base64(keyPair(pkiFolder, 'ca').certificate);
  const config = {
    apiVersion: 'v1',
    kind: 'Config',
    clusters: [{ name, cluster: { server, 'certificate-authority-data': authority } }],
    users: [{ name, user: { 'client-certificate-data': await base64(certificate), 'client-key-data': await base64(key) } }],
    contexts: [{ name, context: { cluster: name, user: name } }],
    'current-context': name,
  };
  await writeFile(path, `${JSON.stringify(config, undefined, 2)}\n`, { mode: 0o600 });
}

async function base64(path: string): Promise<string> {
  return (await readFile(path)).toString('base64');
}
