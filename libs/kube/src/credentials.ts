import type { RequestOptions } from 'node:https';
import type { KubeConfig } from '@kubernetes/client-node';
import { KubeError } from './errors.ts';
import { chosenCluster, loadConfig } from './load-config.ts';

/** What a TLS connection depends on; a change of it needs a new connection. */
export type TlsSettings = {
  readonly ca?: string | Buffer;
  readonly cert?: string | Buffer;
  readonly key?: string | Buffer;
  readonly servername?: string;
  readonly rejectUnauthorized?: boolean;
};

export type Credentials = {
  readonly server: string;
  /**
   * Reads certificates again each time, and a token about once a minute, so that rotated ones are used without a restart.
   * @throws KubeError Credentials where a file is missing or a credential plug-in fails
   */
  read(): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly tls: TlsSettings }>;
};

export type CredentialOptions = {
  /** A kubeconfig file. Certificates, keys and tokens that it names as files may change. Omitted: the pod's own service account. */
  readonly kubeconfig?: string;
  /** A context of that file. Omitted: its current one. */
  readonly context?: string;
};

/** @throws KubeError Credentials where neither a kubeconfig nor a service account is there, or one that cannot be used */
export function loadCredentials({ kubeconfig, context }: CredentialOptions): Credentials {
  const config = loadConfig(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const { server } = chosenCluster(config, kubeconfig);
  return { server: server.replace(/\/+$/, ''), read: () => readCredentials(config) };
}

async function readCredentials(config: KubeConfig) {
  const options: RequestOptions = {};
  try {
    await config.applyToHTTPSOptions(options);
  } catch (cause) {
    // It may be there again in a moment: whoever rotates a file may first remove it.
    const message = `cannot read the credentials that the kubeconfig names: ${cause instanceof Error ? cause.message : cause}`;
    throw new KubeError({ code: 'Credentials', status: 0, message, cause });
  }
  const headers: Record<string, string> = {};
  // A file with a token often ends with a line break, which no header may have.
  for (const [name, value] of Object.entries(options.headers ?? {})) headers[name] = String(value).trimEnd();
  if (typeof options.auth === 'string') headers.Authorization = `Basic ${Buffer.from(options.auth).toString('base64')}`;
  return { headers, tls: tlsSettings(options) };
}

function tlsSettings({ ca, cert, key, servername, rejectUnauthorized }: RequestOptions): TlsSettings {
  return {
    ...bytes('ca', ca),
    ...bytes('cert', cert),
    ...bytes('key', key),
    ...(servername === undefined ? {} : { servername }),
    ...(rejectUnauthorized === undefined ? {} : { rejectUnauthorized }),
  };
}

function bytes(name: 'ca' | 'cert' | 'key', value: unknown): TlsSettings {
  return typeof value === 'string' || Buffer.isBuffer(value) ? { [name]: value } : {};
}
