import { test as base } from 'vitest';
import { waitUntil } from '../../../cluster/src/wait-until.ts';
import { type ApiProxy, startApiProxy } from '../api-proxy.ts';
import { openStream, type PlainStream } from './plain-client.ts';
import { startTinyUpstream, type TinyUpstream } from './tiny-upstream.ts';

export const pods = '/api/v1/namespaces/a/pods';

/** A test with a proxy before a tiny upstream. */
export const proxyTest = base.extend<{ readonly upstream: TinyUpstream; readonly proxy: ApiProxy }>({
  // biome-ignore lint/correctness/noEmptyPattern: the fixtures' names are read from this pattern
  upstream: async ({}, use) => {
    const upstream = await startTinyUpstream();
    await use(upstream);
    await upstream.stop();
  },
  proxy: async ({ upstream }, use) => {
    const proxy = await startApiProxy({ kubeconfigPath: upstream.kubeconfigPath });
    await use(proxy);
    await proxy.stop();
  },
});

export function until(what: string, check: () => boolean): Promise<unknown> {
  return waitUntil(check, { what, timeoutMs: 5000, intervalMs: 5 });
}

export type WatchedPods = {
  readonly stream: PlainStream;
  /** The API server's side of it. */
  write(...lines: readonly string[]): void;
  /** Resolves when exactly this has come. */
  receives(...lines: readonly string[]): Promise<unknown>;
};

export async function watchPods(upstream: TinyUpstream, proxy: ApiProxy): Promise<WatchedPods> {
  const stream = await openStream(`${proxy.url}${pods}?watch=true`);
  const response = upstream.watches.at(-1);
  return {
    stream,
    write: (...lines) => response?.write(lines.join('')),
    receives: (...lines) => until(`${lines.length} lines, not ${stream.received()}`, () => stream.received() === lines.join('')),
  };
}
