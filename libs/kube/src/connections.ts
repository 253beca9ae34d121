import { Agent } from 'undici';
import type { TlsSettings } from './credentials.ts';

/** Pooled connections to one server. */
export type Connections = {
  /** The pool for these settings: the same one until they change. */
  agentFor(tls: TlsSettings): Agent;
  /** Cuts every connection. */
  close(): Promise<void>;
};

const keepAliveMs = 30_000;

/** One pool, made anew when certificates change; what runs on the old one may finish there. */
export function createConnections(): Connections {
  const retired = new Set<Agent>();
  let isClosed = false;
  let current: { readonly fingerprint: string; readonly agent: Agent } | undefined;

  function retire(agent: Agent): void {
    retired.add(agent);
    agent.close().then(
      () => retired.delete(agent),
      () => retired.delete(agent),
    );
  }

  return {
    agentFor(tls) {
      // A call that was still reading its token would open a pool that nobody closes.
      if (isClosed) throw new Error('the connections were closed');
      const fingerprint = JSON.stringify(tls, (_key, value: unknown) => (Buffer.isBuffer(value) ? value.toString('base64') : value));
      if (current?.fingerprint === fingerprint) return current.agent;
      if (current !== undefined) retire(current.agent);
      current = { fingerprint, agent: createAgent(tls) };
      return current.agent;
    },
    async close() {
      isClosed = true;
      const agents = [...retired, ...(current === undefined ? [] : [current.agent])];
      current = undefined;
      await Promise.all(agents.map((agent) => agent.destroy()));
    },
  };
}

function createAgent(tls: TlsSettings): Agent {
  return new Agent({
    // HTTP/1.1: a watch that stalls must not hold up the calls beside it.
    allowH2: false,
    keepAliveTimeout: keepAliveMs,
    // Every call has its own deadline and every watch its own idle limit.
    headersTimeout: 0,
    bodyTimeout: 0,
    connect: { ...tls, timeout: 10_000, keepAlive: true, keepAliveInitialDelay: keepAliveMs },
  });
}
