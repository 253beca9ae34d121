import { setTimeout as delay } from 'node:timers/promises';
import type { ApiProxy, Outage } from '../api-proxy.ts';

export type FlappingOptions = { readonly upMs: number; readonly downMs: number; readonly how?: Outage };

/** Goes down at once, and up and down until it is stopped; then it is up. */
export function startFlapping(proxy: Pick<ApiProxy, 'goDown' | 'revive'>, { upMs, downMs, how = 'refused' }: FlappingOptions) {
  const stopping = new AbortController();
  const { signal } = stopping;
  const pause = (ms: number) => delay(ms, undefined, { signal }).catch(() => {});

  async function run(): Promise<void> {
    while (!signal.aborted) {
      await proxy.goDown(how);
      await pause(downMs);
      await proxy.revive();
      await pause(upMs);
    }
  }

  const running = run();
  return {
    async stop(): Promise<void> {
      stopping.abort();
      await running;
    },
  };
}
