import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { describeRequest, type Matcher } from './asked.ts';
import { carryOut, type ExchangeContext } from './exchange.ts';
import { type Fault, FaultList } from './fault.ts';
import { Front } from './front.ts';
import type { OpenWatch } from './open-watch.ts';
import { writeProxyKubeconfig } from './proxy-kubeconfig.ts';
import { countsByDefault, Traffic, type Write } from './traffic.ts';
import { createUpstream } from './upstream.ts';

export type ApiProxyOptions = {
  /** Leads to the API server. Its credentials are used for every request, whoever asks. */
  readonly kubeconfigPath: string;
  /** Which writes have a number. Default: all but those of Leases and Events. */
  readonly counts?: Matcher;
};

/** `refused`: nobody listens, and open connections are cut. `black-hole`: connections stay, and nothing comes back. */
export type Outage = 'refused' | 'black-hole';

export type ApiProxy = {
  /** Leads through the proxy. */
  readonly kubeconfigPath: string;
  readonly url: string;
  /** In the order in which they came, since the start. */
  readonly writes: readonly Write[];
  /** How many requests came, by verb and kind: `list configmaps`. */
  readonly requests: ReadonlyMap<string, number>;
  /** Sets a fault, after those that are set already. @returns what clears it again; to clear twice does nothing */
  set(fault: Fault): () => void;
  clearFaults(): void;
  /** The watches that are open through the proxy now. */
  watches(): readonly OpenWatch[];
  openSockets(): { readonly clients: number; readonly upstream: number };
  goDown(how: Outage): Promise<void>;
  /** Ends an outage. A connection that has seen a black hole is cut, as by a router that has forgotten it. */
  revive(): Promise<void>;
  /** Asks the API server itself, past all faults. @throws Error for an answer other than 200 */
  ask(target: string): Promise<string>;
  /** Leaves nothing open. To stop twice does nothing. */
  stop(): Promise<void>;
};

/**
 * A proxy on 127.0.0.1 between a client and an API server, on which faults can be set and cleared while it runs. Plain HTTP
 * towards the client. Requests and answers but those of watches are read whole before they are sent on, so logs that are
 * followed, exec and port-forward do not work through it.
 */
export async function startApiProxy({ kubeconfigPath, counts = countsByDefault }: ApiProxyOptions): Promise<ApiProxy> {
  const upstream = createUpstream(kubeconfigPath);
  const faults = new FaultList();
  const context: ExchangeContext = { upstream, traffic: new Traffic(counts), faults: () => faults.current, watches: new Set() };
  const running = new Set<Promise<void>>();
  const front = new Front((request, response) => {
    const exchange = accept(context, request, response).finally(() => running.delete(exchange));
    running.add(exchange);
  });
  await front.open();
  const kubeconfig = await writeProxyKubeconfig(front.url);

  function clear(fault: Fault): void {
    const later = faults.remove(fault);
    if (later === undefined || fault.release === undefined) return;
    for (const watch of context.watches) watch.release(fault.release(watch), later);
  }

  return {
    kubeconfigPath: kubeconfig.path,
    url: front.url,
    writes: context.traffic.writes,
    requests: context.traffic.requests,
    set(fault) {
      faults.add(fault);
      return () => clear(fault);
    },
    clearFaults() {
      for (const fault of faults.current) clear(fault);
    },
    watches: () => [...context.watches],
    openSockets: () => ({ clients: front.openSockets, upstream: upstream.openSockets() }),
    ...outages(front, faults),
    async ask(target) {
      const answer = await upstream.send({ method: 'GET', target, headers: { accept: 'application/json' } });
      const body = await text(answer);
      if (answer.statusCode !== 200) throw new Error(`GET ${target} answered ${answer.statusCode}: ${body.slice(0, 500)}`);
      return body;
    },
    async stop() {
      await front.close();
      upstream.close();
      await Promise.all(running);
      await kubeconfig.remove();
    },
  };
}

function accept(context: ExchangeContext, request: IncomingMessage, response: ServerResponse): Promise<void> {
  const asked = describeRequest(request.method ?? 'GET', request.url ?? '/', request.headers['user-agent'] ?? '');
  return carryOut(context, asked, request, response);
}

function outages(front: Front, faults: FaultList): Pick<ApiProxy, 'goDown' | 'revive'> {
  const blackHole: Fault = { intercept: () => 'hang', line: () => [] };
  const isBlackHole = () => faults.current.includes(blackHole);
  return {
    async goDown(how) {
      if (how === 'refused') await front.close();
      else if (!isBlackHole()) faults.add(blackHole);
    },
    async revive() {
      if (isBlackHole()) {
        faults.remove(blackHole);
        front.cutAll();
      }
      await front.open();
    },
  };
}
