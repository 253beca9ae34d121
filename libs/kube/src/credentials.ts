import { existsSync } from 'node:fs';
import type { RequestOptions } from 'node:https';
import { KubeConfig } from '@kubernetes/client-node';
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
  /** Reads token and certificates again, so that rotated ones are used from the next request on. */
  read(): Promise<{ readonly headers: Readonly<Record<string, string>>; readonly tls: TlsSettings }>;
};

export type CredentialOptions = {
  /** A kubeconfig file. Certificates, keys and tokens that it names as files may change. Omitted: the pod's own service account. */
  readonly kubeconfig?: string;
  /** A context of that file. Omitted: its current one. */
  readonly context?: string;
};

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/** @throws Error where neither a kubeconfig nor a service account is there, or the context is unknown */
export function loadCredentials({ kubeconfig, context }: CredentialOptions): Credentials {
  const config = loadConfig(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  const cluster = config.getCurrentCluster();
  if (cluster === null) {
    const known = config.getContexts().map(({ name }) => name);
    throw new Error(`kubeconfig has no context '${config.getCurrentContext()}': choose one of ${known.join(', ') || '(none)'}`);
  }
  if (cluster.proxyUrl !== undefined) {
    throw new Error(`kubeconfig cluster '${cluster.name}' has a proxy-url, which is not supported: use a server that is reached directly`);
  }
  return { server: cluster.server.replace(/\/+$/, ''), read: () => readCredentials(config) };
}

// KUBECONFIG is not consulted: what a shell happens to point at may be production.
function loadConfig(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig !== undefined) {
    config.loadFromFile(kubeconfig);
    followTokenFiles(config, kubeconfig);
  } else if (process.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(tokenFile)) config.loadFromCluster();
  else throw new Error('no Kubernetes credentials: not in a pod with a service account token, and no kubeconfig given (--kubeconfig FILE)');
  return config;
}

async function readCredentials(config: KubeConfig) {
  const options: RequestOptions = {};
  await config.applyToHTTPSOptions(options);
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
