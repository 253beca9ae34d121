import { readFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { parseAddress, parseNumber } from '../parse-values.ts';

export type KafkaLoadOptions = {
  /** `host:port` of brokers to begin with. */
  readonly brokers: readonly string[];
  /** Writes by the guide of this name, which reads the binding itself. Undefined: as this client does. */
  readonly guide: string | undefined;
  /** Undefined where the listener asks for no login. */
  readonly login: { readonly username: string; readonly password: string } | undefined;
  /** PEM; undefined where the listener speaks plaintext. */
  readonly ca: string | undefined;
  /** Must be new for each run. */
  readonly topic: string;
  readonly partitions: number;
  /** Records a second, over all partitions. */
  readonly ratePerSecond: number;
  /** Of the value of each record. */
  readonly bytes: number;
  readonly maxInFlight: number;
  /** Undefined: until SIGTERM or POST /finish. */
  readonly durationSeconds: number | undefined;
  readonly port: number;
};

export const kafkaUsage = `Usage: client kafka --brokers host:port,… --topic T [options]
  --guide NAME          writes by this guide, which reads the binding itself
  --username U          logs in by SCRAM-SHA-512, with --password-file F
  --password-file F     a file with the password and nothing else
  --ca-file F           speaks TLS, and trusts the authorities in this file
  --partitions N        of the topic, which is made with three replicas of which two must be in sync (6)
  --rate N              records a second (60)
  --bytes N             in each record (100)
  --max-in-flight N     (2 s of the rate)
  --duration S          until SIGTERM or POST /finish when omitted
  --port N              of the control (8080; 0 takes a free one)`;

const text = { type: 'string' } as const;
const options = {
  brokers: text,
  guide: text,
  username: text,
  'password-file': text,
  'ca-file': text,
  topic: text,
  partitions: text,
  rate: text,
  bytes: text,
  'max-in-flight': text,
  duration: text,
  port: text,
};

/** @throws an error that names the option and says what it may be */
export function parseKafkaOptions(args: readonly string[]): KafkaLoadOptions {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.brokers === undefined) throw new Error('--brokers is missing: host:port, more of them after commas');
  if (!/^[a-z0-9-]+$/.test(values.topic ?? ''))
    throw new Error('--topic must be letters, digits and -: records of an earlier run would count as acknowledged to this one');
  if ((values.username === undefined) !== (values['password-file'] === undefined))
    throw new Error('--username and --password-file go together: a login needs both');
  const ratePerSecond = parseNumber('rate', values.rate ?? '60', 1, 5_000);
  const passwordFile = values['password-file'];
  return {
    brokers: values.brokers.split(',').map((broker) => {
      const { host, port } = parseAddress(broker);
      return `${host}:${port}`;
    }),
    guide: values.guide,
    login: passwordFile === undefined ? undefined : { username: values.username ?? '', password: readFileSync(passwordFile, 'utf8') },
    ca: values['ca-file'] === undefined ? undefined : readFileSync(values['ca-file'], 'utf8'),
    topic: values.topic ?? '',
    partitions: parseNumber('partitions', values.partitions ?? '6', 1, 1_000),
    ratePerSecond,
    bytes: parseNumber('bytes', values.bytes ?? '100', 1, 900_000),
    maxInFlight: parseNumber('max-in-flight', values['max-in-flight'] ?? String(2 * ratePerSecond), 1, 100_000),
    durationSeconds: values.duration === undefined ? undefined : parseNumber('duration', values.duration, 1, 86_400),
    port: parseNumber('port', values.port ?? '8080', 0, 65_535),
  };
}
