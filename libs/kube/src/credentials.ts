import { existsSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
import { KubeError } from './errors.ts';
import { followTokenFiles } from './token-files.ts';

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

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** @throws KubeError Credentials where neither a kubeconfig nor a service account is there, or the context is unknown */
export function loadCredentials({ kubeconfig, context }: CredentialOptions): Credentials {
  const config = loadConfig(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map(({ name }) => name);
    throw badCredentials(`kubeconfig has no context '${config.getCurrentContext()}': choose one of ${known.join(', ') || '(none)'}`);
  }
  if (cluster.proxyUrl !== undefined) {
    throw badCredentials(
      `kubeconfig cluster '${cluster.name}' has a proxy-url, which is not supported: use a server that is reached directly`,
    );
  }
  return { server: cluster.server.replace(/\/+$/, ''), read: () => readCredentials(config) };
}

function badCredentials(message: string): KubeError {
  return new KubeError({ code: 'Credentials', status: 0, message, retry: 'terminal' });
}

// KUBECONFIG is not consulted: what a shell happens to point at may be production.
function loadConfig(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig !== undefined) {
    config.loadFromFile(kubeconfig);
    followTokenFiles(config, kubeconfig);
  } else if (process.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(tokenFile)) config.loadFromCluster();
  else
    throw badCredentials(
      'no Kubernetes credentials: not in a pod with a service account token, and no kubeconfig given (--kubeconfig FILE)',
    );
  return config;
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
