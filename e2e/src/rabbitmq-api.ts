import type { RabbitmqRef } from './rabbitmq-object.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

export type RabbitmqCall = {
  readonly method?: 'GET' | 'PUT' | 'POST' | 'DELETE';
  /** Behind `/api/`. */
  readonly path: string;
  readonly body?: object;
  /** Default: the client user, with the password of the binding. */
  readonly as?: { readonly user: string; readonly password: string };
};

export type RabbitmqAnswer = { readonly status: number; readonly text: string };

/**
 * Asks the management API of one node, from within its own pod: a port that is there with TLS as well, and no other pod reaches then.
 *
 * @param pod default: the first one
 */
export async function askRabbitmq(bed: TestBed, cluster: RabbitmqRef, call: RabbitmqCall, pod?: string): Promise<RabbitmqAnswer> {
  const { namespace, name } = cluster;
  const { method = 'GET', path, body } = call;
  const { user, password } = call.as ?? (await clientOf(bed, cluster));
  const text = body === undefined ? '' : JSON.stringify(body);
  const request = [
    `${method} /api/${path} HTTP/1.0`,
    `Authorization: Basic ${Buffer.from(`${user}:${password}`).toString('base64')}`,
    'Content-Type: application/json',
    `Content-Length: ${Buffer.byteLength(text)}`,
    '',
    text,
  ].join('\r\n');
  // In base64: nothing of it is the shell's.
  const script = `exec 3<>/dev/tcp/127.0.0.1/15672 && base64 -d <<< ${Buffer.from(request).toString('base64')} >&3 && cat <&3`;
  const target = pod ?? `${name}-rabbitmq-0`;
  return parsed(await bed.cluster.kubectl(['exec', '--namespace', namespace, target, '--', 'bash', '-c', script]));
}

/** The same, for what must not be refused. @throws Error with what RabbitMQ said */
export async function haveRabbitmq(bed: TestBed, cluster: RabbitmqRef, call: RabbitmqCall, pod?: string): Promise<string> {
  const { status, text } = await askRabbitmq(bed, cluster, call, pod);
  if (status >= 300) throw new Error(`${call.method ?? 'GET'} /api/${call.path}: ${status} ${text}`);
  return text;
}

/** Whoever may see and change everything, as the operator does. */
export async function asOperator(bed: TestBed, { namespace, name }: RabbitmqRef): Promise<NonNullable<RabbitmqCall['as']>> {
  const internal = await readSecret(bed, { namespace, name: `${name}-rabbitmq-internal` });
  return { user: 'dataservices-operator', password: internal?.['operator-password'] ?? '' };
}

async function clientOf(bed: TestBed, { namespace, name }: RabbitmqRef) {
  const { username: user = '', password = '' } = (await readSecret(bed, { namespace, name: `${name}-rabbitmq-binding` })) ?? {};
  return { user, password };
}

function parsed(answer: string): RabbitmqAnswer {
  const [head = '', ...rest] = answer.split('\r\n\r\n');
  const status = Number(/^HTTP\/1\.[01] (\d+)/.exec(head)?.[1]);
  if (Number.isNaN(status)) throw new Error(`no answer: ${answer.slice(0, 300)}`);
  return { status, text: rest.join('\r\n\r\n') };
}
