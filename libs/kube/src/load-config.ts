import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { type Cluster, KubeConfig } from '@kubernetes/client-node';
import { KubeError } from './errors.ts';
import { followTokenFiles } from './token-files.ts';

const tokenFile = '/var/run/secrets/kubernetes.io/serviceaccount/token';

/**
 * The kubeconfig of this file, or that of the pod's own service account. KUBECONFIG is not consulted: what a shell happens to point at may be
 * production.
 *
 * @throws KubeError Credentials that says what was looked for, and the remedy
 */
export function loadConfig(kubeconfig: string | undefined): KubeConfig {
  const config = new KubeConfig();
  if (kubeconfig !== undefined) readFile(config, kubeconfig);
  else if (process.env.KUBERNETES_SERVICE_HOST !== undefined && existsSync(tokenFile)) config.loadFromCluster();
  else
    throw badCredentials(
      `no Kubernetes credentials: not in a pod with a service account token (KUBERNETES_SERVICE_HOST and ${tokenFile}), and no kubeconfig given: name a file with --kubeconfig FILE, or to an operator with the variable KUBECONFIG`,
    );
  return config;
}

function readFile(config: KubeConfig, kubeconfig: string): void {
  try {
    config.loadFromFile(kubeconfig);
    followTokenFiles(config, kubeconfig);
  } catch (cause) {
    const [problem] = (cause instanceof Error ? cause.message : String(cause)).split('\n');
    throw badCredentials(`the kubeconfig ${resolve(kubeconfig)} cannot be used: ${problem}: name one file that is there and valid`, cause);
  }
}

/**
 * The cluster of the current context.
 *
 * @param kubeconfig names the file in errors
 * @throws KubeError Credentials where the context, or what it names, is not in the file, or the server cannot be reached as it says
 */
export function chosenCluster(config: KubeConfig, kubeconfig: string | undefined): Cluster {
  const file = kubeconfig === undefined ? 'the service account' : `kubeconfig ${resolve(kubeconfig)}`;
  const name = config.getCurrentContext();
  const context = config.getContextObject(name);
  if (context === null) {
    const known = config.getContexts().map((one) => one.name);
    const problem = name ? `has no context '${name}'` : 'has no current-context';
    throw badCredentials(`${file} ${problem}: choose one of ${known.join(', ') || '(none)'}`);
  }
  const cluster = config.getCurrentCluster();
  if (cluster === null)
    throw badCredentials(
      `${file} has no cluster '${context.cluster}', which its context '${name}' names: add it, or choose another context`,
    );
  if (context.user && config.getCurrentUser() === null)
    throw badCredentials(`${file} has no user '${context.user}', which its context '${name}' names: add it, or choose another context`);
  if (cluster.proxyUrl !== undefined)
    throw badCredentials(
      `${file}: cluster '${cluster.name}' has a proxy-url, which is not supported: use a server that is reached directly`,
    );
  if (!/^https?:\/\//.test(cluster.server) || !URL.canParse(cluster.server))
    throw badCredentials(
      `${file}: cluster '${cluster.name}' has the server '${cluster.server}': it takes an address such as https://HOST:6443`,
    );
  return cluster;
}

/** What only whoever starts the program can mend: the message has to say how. */
function badCredentials(message: string, cause?: unknown): KubeError {
  return new KubeError({ code: 'Credentials', status: 0, message, retry: 'terminal', cause });
}
