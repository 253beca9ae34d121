import { type Api, openApi } from '../api-request.ts';
import { logTail } from '../log-tail.ts';
import { waitUntil } from '../wait-until.ts';
import { logPath } from './daemon.ts';
import type { Layout } from './layout.ts';
import { resolveName } from './resolve-name.ts';

export async function waitForApi(layout: Layout): Promise<Api> {
  const api = openApi(layout.kubeconfigPath);
  await waitUntil(async () => (await api.send('GET', '/readyz')) === 'ok', {
    what: 'the API server to be ready',
    timeoutMs: 90_000,
    explain: () => logTail(logPath(layout, 'kube-apiserver')),
  });
  return api;
}

export async function waitForNames(layout: Layout): Promise<void> {
  await waitUntil(async () => (await resolveName(layout, 'kubernetes.default.svc.cluster.local')).length > 0, {
    what: 'DNS to answer',
    timeoutMs: 60_000,
    explain: () => logTail(logPath(layout, 'coredns')),
  });
}
