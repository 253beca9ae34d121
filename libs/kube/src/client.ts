import { type CredentialOptions, loadCredentials } from './credentials.ts';
import { patching } from './patching.ts';
import type { Kube } from './port.ts';
import type { RateLimit } from './rate-limiter.ts';
import { reading } from './reading.ts';
import { removing } from './removing.ts';
import type { Resource } from './resource.ts';
import { scaling } from './scaling.ts';
import type { RequestReport } from './send-request.ts';
import { createTransport, type ThrottleReport } from './transport.ts';
import type { WatchReport } from './watch.ts';
import { watching } from './watching.ts';
import { writing } from './writing.ts';

export type ConnectOptions = CredentialOptions & {
  /** Also names the field manager of plain creates and updates, up to its first '/'. */
  readonly userAgent: string;
  /**
   * For every call but watches, its repetitions included, besides the caller's signal; and for a watch until it is open.
   * It does not count the wait for the rate limit. Default 30 000.
   */
  readonly requestTimeoutMs?: number;
  /** How long a watch may be silent before it is opened anew; bookmarks come about once a minute. Default 150 000. */
  readonly watchSilenceMs?: number;
  /** Default 100 a second after a burst of 500. Watches and Leases are exempt: no renewal waits behind other writes. */
  readonly rateLimit?: RateLimit | 'none';
  /** Called after each request, with or without an answer. */
  readonly onRequest?: (report: RequestReport) => void;
  /** Called before each request that the rate limit applies to. */
  readonly onThrottle?: (report: ThrottleReport) => void;
  /** Called for whatever happens to a watch. */
  readonly onWatch?: (resource: Resource, report: WatchReport) => void;
};

/** The client of a real API server. Its hooks must not throw. */
export type KubeClient = Kube & {
  /** The server's address, to be shown before anything is done to it. */
  readonly server: string;
};

/**
 * Reads the credentials; nothing is sent yet.
 * @throws KubeError Credentials where there are none; RangeError for a rate limit that could let nothing through
 */
export function connect(options: ConnectOptions): KubeClient {
  const { requestTimeoutMs = 30_000, watchSilenceMs, onWatch } = options;
  const credentials = loadCredentials(options);
  const transport = createTransport({ ...options, credentials, requestTimeoutMs });
  const { watch, stopAll } = watching(transport, { silenceMs: watchSilenceMs, onWatch });
  return {
    server: credentials.server,
    ...reading(transport),
    ...writing(transport),
    ...patching(transport),
    ...scaling(transport),
    ...removing(transport),
    watch,
    async close() {
      await stopAll();
      await transport.close();
    },
  };
}
