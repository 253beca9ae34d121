import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Asked } from './asked.ts';
import type { Fault } from './fault.ts';
import { LineSplitter } from './line-splitter.ts';

/** One event of a watch, as the API server sent it. */
export type WatchLine = {
  /** Without the end of the line. */
  readonly text: string;
  readonly type: string;
  /** '' for bookmarks and errors. */
  readonly uid: string;
  readonly resourceVersion: string;
};

/** A watch that runs through the proxy. Its lines go through the faults that are set when they come. */
export class OpenWatch {
  readonly asked: Asked;
  /** How many lines the API server has sent. */
  linesRead = 0;
  readonly #upstream: IncomingMessage;
  readonly #client: ServerResponse;
  readonly #faults: () => readonly Fault[];
  readonly #lines = new LineSplitter();
  #isClientGone = false;
  #outlivesClient = false;
  #outlivesUpstream = false;

  constructor(asked: Asked, upstream: IncomingMessage, client: ServerResponse, faults: () => readonly Fault[]) {
    this.asked = asked;
    this.#upstream = upstream;
    this.#client = client;
    this.#faults = faults;
  }

  /** Runs until both sides are gone. */
  async run(): Promise<void> {
    const [upstream, client] = [this.#upstream, this.#client];
    upstream.on('error', () => {});
    client.on('error', () => {});
    client.on('drain', () => upstream.resume());
    upstream.on('data', (chunk: Buffer) => {
      for (const text of this.#lines.push(chunk)) this.#receive(text);
    });
    // The client may wait for the head before it counts the watch as open.
    client.flushHeaders();
    await Promise.all([this.#endWithUpstream(), this.#endWithClient()]);
  }

  /** Sends what a fault had kept back through the faults that were set after it. */
  release(lines: readonly WatchLine[], later: readonly Fault[]): void {
    this.#write(throughFaults(lines, later, this));
  }

  /** Ends the watch in good order, as the API server does after its time. */
  end(): void {
    this.#client.end();
    this.#upstream.destroy();
  }

  /** Ends the client's connection without a word, after the bytes of `partial`. */
  cut(partial = ''): void {
    if (partial === '') this.#client.destroy();
    else this.#client.write(partial, () => this.#client.destroy());
    // What comes after the cut must not follow the partial line.
    this.#isClientGone = true;
  }

  /** The client's connection ends; the API server is not told, and goes on sending. */
  loseClient(): void {
    this.#outlivesClient = true;
    this.cut();
  }

  /** The API server's connection ends; the client is not told, and waits. */
  loseUpstream(): void {
    this.#outlivesUpstream = true;
    this.#upstream.destroy();
  }

  /** Ends both sides, whatever faults wanted to keep. */
  destroy(): void {
    this.#client.destroy();
    this.#upstream.destroy();
  }

  #receive(text: string): void {
    this.linesRead += 1;
    this.#write(throughFaults([parseLine(text)], this.#faults(), this));
  }

  async #endWithUpstream(): Promise<void> {
    await closed(this.#upstream);
    if (this.#outlivesUpstream || this.#isClientGone) return;
    if (this.#upstream.complete) this.#client.end();
    else this.cut();
  }

  async #endWithClient(): Promise<void> {
    await closed(this.#client);
    this.#isClientGone = true;
    if (!this.#outlivesClient) this.#upstream.destroy();
  }

  #write(lines: readonly WatchLine[]): void {
    if (this.#isClientGone || lines.length === 0) return;
    const hasRoom = this.#client.write(`${lines.map(({ text }) => text).join('\n')}\n`);
    if (!hasRoom) this.#upstream.pause();
  }
}

function closed(side: IncomingMessage | ServerResponse): Promise<void> {
  return side.destroyed ? Promise.resolve() : new Promise((resolve) => side.once('close', resolve));
}

function throughFaults(lines: readonly WatchLine[], faults: readonly Fault[], watch: OpenWatch): readonly WatchLine[] {
  let current = lines;
  for (const { line } of faults) if (line !== undefined) current = current.flatMap((entry) => line(entry, watch));
  return current;
}

type RawLine = {
  readonly type?: string;
  readonly object?: { readonly metadata?: { readonly uid?: string; readonly resourceVersion?: string } };
};

function parseLine(text: string): WatchLine {
  const { type = '', object } = JSON.parse(text) as RawLine;
  return { text, type, uid: object?.metadata?.uid ?? '', resourceVersion: object?.metadata?.resourceVersion ?? '' };
}
