import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseAddress, parseNumber } from '../parse-values.ts';

const queueTypes = ['quorum', 'classic', 'stream'] as const;
export type QueueType = (typeof queueTypes)[number];

export type RabbitmqLoadOptions = {
  /** `host:port` of every node. */
  readonly hosts: readonly string[];
  /** Writes by the guide of this name, which reads the binding itself. Undefined: as this client does. */
  readonly guide: string | undefined;
  readonly username: string;
  readonly password: string;
  /** Virtual host. */
  readonly vhost: string;
  /** PEM of the authorities; with it connections are encrypted. Read anew for each connection. */
  readonly caFile?: string;
  /** Of the queues' names; must be new for each run. */
  readonly prefix: string;
  readonly queues: number;
  readonly queueType: QueueType;
  /** Messages a second, over all queues. */
  readonly ratePerSecond: number;
  readonly maxInFlight: number;
  /** Further connections that only stay open, and connect anew when they are closed. */
  readonly idle: number;
  /** Undefined: until SIGTERM or POST /finish. */
  readonly durationSeconds: number | undefined;
  readonly port: number;
};

export const rabbitmqUsage = `Usage: client rabbitmq --hosts host:port,… --username U --password-file F --prefix P [options]
  --guide NAME          writes by this guide, which reads the binding itself
  --vhost NAME          (/)
  --ca-file FILE        encrypts, and trusts these authorities
  --queues N            queues that are published to in turn, each with a consumer (5)
  --queue-type TYPE     quorum, classic or stream (quorum)
  --rate N              messages a second (100)
  --max-in-flight N     (2 s of the rate)
  --idle N              further connections that only stay open (0)
  --duration S          until SIGTERM or POST /finish when omitted
  --port N              of the control (8080; 0 takes a free one)`;

const text = { type: 'string' } as const;
const options = {
  hosts: text,
  guide: text,
  username: text,
  'password-file': text,
  vhost: text,
  'ca-file': text,
  prefix: text,
  queues: text,
  'queue-type': text,
  rate: text,
  'max-in-flight': text,
  idle: text,
  duration: text,
  port: text,
};

/** @throws an error that names the option and says what it may be */
export function parseRabbitmqOptions(args: readonly string[]): RabbitmqLoadOptions {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.hosts === undefined) throw new Error('--hosts is missing: host:port, more of them after commas');
  if (!/^[a-z0-9-]+$/.test(values.prefix ?? ''))
    throw new Error('--prefix must be letters, digits and -: messages of an earlier run would count as published by this one');
  if (values['password-file'] === undefined) throw new Error('--password-file is missing: a file with the password and nothing else');
  const ratePerSecond = parseNumber('rate', values.rate ?? '100', 1, 5_000);
  return {
    hosts: values.hosts.split(',').map((host) => {
      const address = parseAddress(host);
      return `${address.host}:${address.port}`;
    }),
    guide: values.guide,
    username: values.username ?? 'app',
    password: readFileSync(values['password-file'], 'utf8'),
    vhost: values.vhost ?? '/',
    ...(values['ca-file'] !== undefined && { caFile: values['ca-file'] }),
    prefix: values.prefix ?? '',
    queues: parseNumber('queues', values.queues ?? '5', 1, 1_000),
    queueType: parseQueueType(values['queue-type'] ?? 'quorum'),
    ratePerSecond,
    maxInFlight: parseNumber('max-in-flight', values['max-in-flight'] ?? String(2 * ratePerSecond), 1, 100_000),
    idle: parseNumber('idle', values.idle ?? '0', 0, 1_000),
    durationSeconds: values.duration === undefined ? undefined : parseNumber('duration', values.duration, 1, 86_400),
    port: parseNumber('port', values.port ?? '8080', 0, 65_535),
  };
}

function parseQueueType(text: string): QueueType {
  const type = queueTypes.find((known) => known === text);
  if (type === undefined) throw new Error(`--queue-type takes one of ${queueTypes.join(', ')}, and not ${text}`);
  return type;
}
