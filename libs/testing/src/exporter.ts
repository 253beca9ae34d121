import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What Prometheus scrapes, with values that a test sets. */
export type Exporter = {
  readonly port: number;
  /** From now on these are all there is, as `name{labels}` and value, which may have a time in milliseconds behind it. */
  set(values: Readonly<Record<string, number | string>>): void;
  close(): Promise<void>;
};

export async function startExporter(): Promise<Exporter> {
  let text = '';
  const server = createServer((_, response) => response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(text));
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    port: (server.address() as AddressInfo).port,
    set(values) {
      text = Object.entries(values)
        .map(([series, value]) => `${series} ${value}\n`)
        .join('');
    },
    close: () => {
      server.closeAllConnections();
      return new Promise((resolve) => server.close(() => resolve()));
    },
  };
}
