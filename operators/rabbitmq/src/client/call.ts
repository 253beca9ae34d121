import type { TlsAccess } from '@dataservices/certificates';
import { z } from 'zod';
import type { Target } from './port.ts';
import { RabbitmqError } from './rabbitmq-error.ts';
import { type HttpAnswer, send } from './send.ts';

export type Credentials = { readonly username: string; readonly password: string; readonly tls?: TlsAccess | undefined };

export type Call = {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind `/api/`, with every name in it already encoded. */
  readonly path: string;
  readonly body?: object;
  readonly headers?: Readonly<Record<string, string>>;
  /** Statuses that are answers like any other, beside all below 300. */
  readonly expected?: readonly number[];
};

export type Answer = HttpAnswer;

/** A call of the management API. */
export type Caller = (target: Target, call: Call) => Promise<Answer>;

/** Calls that are over within `timeoutMs` each. @throws RabbitmqError */
export function callerWith({ username, password, tls }: Credentials, timeoutMs: number): Caller {
  const authorization = `Basic ${Buffer.from(`${username}:${password}`).toString('base64')}`;
  return async (target, { method = 'GET', path, body, headers: own, expected = [] }) => {
    const headers = { authorization, ...own, ...(body !== undefined && { 'content-type': 'application/json' }) };
    const call = { method, path: `/api/${path}`, headers, body: body === undefined ? undefined : JSON.stringify(body) };
    const signal = AbortSignal.timeout(timeoutMs);
    const answer = await attempt(target, `${method} /api/${path}`, signal, () => send(target, call, tls, signal));
    return checked(answer, `${target.pod}: ${method} /api/${path}`, expected);
  };
}

async function attempt({ pod }: Target, what: string, signal: AbortSignal, doIt: () => Promise<Answer>): Promise<Answer> {
  try {
    return await doIt();
  } catch (error) {
    const isTimeout = signal.aborted;
    throw new RabbitmqError(
      isTimeout ? 'Timeout' : 'Unreachable',
      `${pod}: ${what}: ${isTimeout ? 'no answer in time' : 'no connection'}`,
      {
        cause: error,
      },
    );
  }
}

function checked(answer: Answer, what: string, expected: readonly number[]): Answer {
  const { status, text } = answer;
  if (status < 300 || expected.includes(status)) return answer;
  const code = status === 401 ? 'Unauthorized' : 'Refused';
  throw new RabbitmqError(code, `${what}: ${status} ${text.slice(0, 300)}`, { status });
}

/** The answer as what it is expected to be. @throws RabbitmqError Unreadable */
export function parseAnswer<T>(schema: z.ZodType<T>, { text }: Answer, what: string): T {
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    const cause = error instanceof z.ZodError ? z.prettifyError(error) : 'no JSON';
    throw new RabbitmqError('Unreadable', `${what} is not as expected: ${cause.slice(0, 300)}`, { cause: error });
  }
}
