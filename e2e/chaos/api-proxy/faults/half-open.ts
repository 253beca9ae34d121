import type { ApiProxy } from '../api-proxy.ts';

/** Cuts the client's side of every open watch; the API server goes on sending. @returns what ends its side too */
export function loseClients(proxy: Pick<ApiProxy, 'watches'>): () => void {
  const watches = proxy.watches();
  for (const watch of watches) watch.loseClient();
  return () => {
    for (const watch of watches) watch.destroy();
  };
}

/** Cuts the API server's side of every open watch; the client is not told, and waits. */
export function loseUpstreams(proxy: Pick<ApiProxy, 'watches'>): void {
  for (const watch of proxy.watches()) watch.loseUpstream();
}
