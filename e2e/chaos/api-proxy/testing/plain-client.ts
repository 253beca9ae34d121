import { Agent, type IncomingMessage, request } from 'node:http';
import { text } from 'node:stream/consumers';

export type Answer = { readonly status: number; readonly headers: IncomingMessage['headers']; readonly text: string };

export type PlainStream = {
  /** What has come so far. */
  readonly received: () => string;
  /** How it came to its end. */
  readonly ended: Promise<'in good order' | 'cut'>;
  close(): void;
};

const agent = new Agent({ keepAlive: false });

/** One request, without any retry. @throws Error where the connection ends before the answer does */
export async function ask(url: string, method = 'GET', body = '', headers: Record<string, string> = {}): Promise<Answer> {
  const response = await open(url, method, body, headers);
  return { status: response.statusCode ?? 0, headers: response.headers, text: await text(response) };
}

export async function openStream(url: string): Promise<PlainStream> {
  const response = await open(url, 'GET', '', {});
  let received = '';
  response.setEncoding('utf8');
  response.on('data', (chunk: string) => {
    received += chunk;
  });
  response.on('error', () => {});
  const ended = new Promise<'in good order' | 'cut'>((resolve) => {
    response.once('close', () => resolve(response.complete ? 'in good order' : 'cut'));
  });
  return { received: () => received, ended, close: () => response.destroy() };
}

function open(url: string, method: string, body: string, headers: Record<string, string>): Promise<IncomingMessage> {
  return new Promise((resolve, reject) => {
    const outgoing = request(url, { agent, method, headers }, resolve);
    outgoing.on('error', reject);
    outgoing.end(body);
  });
}
