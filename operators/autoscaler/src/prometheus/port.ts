import type { Answer } from '@dataservices/autoscaling';

/** A server, and how to speak to it. */
export type Server = {
  /** http or https, with the path that it is served below. */
  readonly url: URL;
  readonly authorization?: string;
  readonly tls?: { readonly ca?: string; readonly cert?: string; readonly key?: string; readonly servername?: string };
};

export type Query = {
  readonly promql: string;
  /** Seconds after which a sample does not count any more. */
  readonly maxAgeSeconds?: number | undefined;
};

/** Instant queries. What keeps an answer from coming is told, and never thrown: whoever asks goes on without it. */
export type PrometheusPort = {
  ask(server: Server, query: Query): Promise<Answer | { readonly error: string }>;
  /** Cuts every connection. */
  close(): void;
};
