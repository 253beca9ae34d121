// The client's own transport, so that every kubeconfig that it can use serves here as well.
import { loadCredentials } from '../../libs/kube/src/credentials.ts';
import { createTransport, type Transport } from '../../libs/kube/src/transport.ts';
import type { ClusterChoice } from './cluster-choice.ts';

export type PodAddress = { readonly namespace: string; readonly pod: string; readonly port: number };

/** HTTP to pods through the API server: works wherever the kubeconfig works, and opens no port of this machine. */
export type PodHttp = {
  readonly getJson: <T>(address: PodAddress, path: string) => Promise<T>;
  readonly getText: (address: PodAddress, path: string) => Promise<string>;
  readonly postJson: <T>(address: PodAddress, path: string) => Promise<T>;
  readonly close: () => Promise<void>;
};

/** Longer than a load client takes to read everything back. */
const requestTimeoutMs = 60_000;

export function openPodHttp(kubeconfig: string, { context }: ClusterChoice): PodHttp {
  const credentials = loadCredentials({ kubeconfig, ...(context !== undefined && { context }) });
  const transport = createTransport({ credentials, userAgent: 'dataservices-e2e', requestTimeoutMs });
  return {
    getJson: (address, path) => transport.call({ method: 'GET', path: proxyPath(address, path) }),
    getText: (address, path) => getText(transport, proxyPath(address, path)),
    postJson: (address, path) => transport.call({ method: 'POST', ...splitQuery(proxyPath(address, path)) }),
    close: () => transport.close(),
  };
}

async function getText(transport: Transport, path: string): Promise<string> {
  const chunks: Uint8Array[] = [];
  // RabbitMQ refuses whoever asks for JSON.
  const body = await transport.stream({
    method: 'GET',
    path,
    accept: 'text/plain, */*;q=0.1',
    signal: AbortSignal.timeout(requestTimeoutMs),
  });
  for await (const chunk of body) chunks.push(chunk);
  return Buffer.concat(chunks).toString();
}

function proxyPath({ namespace, pod, port }: PodAddress, path: string): string {
  return `/api/v1/namespaces/${namespace}/pods/${pod}:${port}/proxy${path}`;
}

function splitQuery(address: string): { readonly path: string; readonly query: Readonly<Record<string, string>> } {
  const { pathname, searchParams } = new URL(address, 'http://api');
  return { path: pathname, query: Object.fromEntries(searchParams) };
}
