import { type Agent, Agent as HttpAgent } from 'node:http';
import { Agent as HttpsAgent } from 'node:https';
import { isIP } from 'node:net';
import { type AddressPolicy, bareHost, forbids } from './address-policy.ts';
import { checkedLookup, type Resolve } from './checked-lookup.ts';
import type { PrometheusPort, Query, Server } from './port.ts';
import { readAnswer } from './read-answer.ts';
import { send } from './send.ts';

export type ClientOptions = {
  readonly policy: AddressPolicy;
  /** Default 5000: for a whole answer, from the connection on. */
  readonly longestMs?: number;
  /** Default 1 MiB. */
  readonly largestBytes?: number;
  /** Default: the system's. */
  readonly resolve?: Resolve;
};

/** Asks over HTTP, by pooled connections to addresses that were checked. */
export function createPrometheusClient({ policy, longestMs = 5000, largestBytes = 2 ** 20, resolve }: ClientOptions): PrometheusPort {
  const isForbidden = forbids(policy);
  const lookup = checkedLookup(isForbidden, resolve);
  const pool = { keepAlive: true, maxSockets: 16, maxFreeSockets: 4, timeout: 60_000 };
  const agents: Readonly<Record<string, Agent>> = { 'http:': new HttpAgent(pool), 'https:': new HttpsAgent(pool) };
  return {
    async ask(server, query) {
      const host = bareHost(server.url);
      // A number is not looked up: the list of allowed hosts has it as it is, or it was refused.
      if (isIP(host) !== 0 && isForbidden(host) && !isNamed(policy, server.url)) return { error: `${host} must not be asked` };
      try {
        const url = new URL(`${server.url.pathname.replace(/\/+$/, '')}/api/v1/query`, server.url);
        const agent = agents[url.protocol];
        const headers = headersFor(server);
        return readAnswer(
          await send({
            url,
            method: 'POST',
            headers,
            body: formOf(query, longestMs),
            lookup,
            ...(agent && { agent }),
            ...server.tls,
            longestMs,
            largestBytes,
          }),
        );
      } catch (error) {
        return { error: `${host} cannot be asked: ${error instanceof Error ? error.message : String(error)}` };
      }
    },
    close() {
      for (const agent of Object.values(agents)) agent.destroy();
    },
  };
}

function isNamed({ allowedHosts }: AddressPolicy, url: URL): boolean {
  return [bareHost(url), url.host].some((host) => allowedHosts.includes(host));
}

function headersFor({ authorization }: Server): Readonly<Record<string, string>> {
  return {
    accept: 'application/json',
    'content-type': 'application/x-www-form-urlencoded',
    'user-agent': 'dataservices-autoscaler',
    ...(authorization !== undefined && { authorization }),
  };
}

function formOf({ promql, maxAgeSeconds }: Query, longestMs: number): string {
  const form = new URLSearchParams({ query: promql, timeout: `${Math.max(1, Math.floor(longestMs / 1000) - 1)}s` });
  // Makes the server leave older samples out: in its answer every sample has the time of the question.
  if (maxAgeSeconds !== undefined) form.set('lookback_delta', `${maxAgeSeconds}s`);
  return form.toString();
}
