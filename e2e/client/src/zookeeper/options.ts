import { parseArgs } from 'node:util';
import { type Address, parseAddress, parseNumber } from '../parse-values.ts';

export type ZookeeperLoadOptions = {
  readonly servers: readonly Address[];
  /** Writes by the guide of this name, which reads the binding itself. Undefined: as this client does. */
  readonly guide: string | undefined;
  /** PEM of the authorities; with it connections are encrypted. Read anew for each connection, as the password is. */
  readonly caFile?: string;
  /** Who logs in, and then keeps what is written for itself. */
  readonly login?: { readonly username: string; readonly passwordFile: string };
  /** Node beneath which everything is written; must be new for each run. */
  readonly prefix: string;
  /** Creations a second. */
  readonly ratePerSecond: number;
  readonly maxInFlight: number;
  /** Undefined: until SIGTERM or POST /finish. */
  readonly durationSeconds: number | undefined;
  /** Nodes that the clients contend for. */
  readonly registers: number;
  readonly clients: number;
  readonly sessionTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly port: number;
};

export const zookeeperUsage = `Usage: client zookeeper --servers host:port,… --prefix /P [options]
  --guide NAME          writes by this guide, which reads the binding itself
  --ca-file FILE        encrypts, and trusts these authorities
  --username NAME --password-file FILE   logs in, and keeps what is written for itself
  --rate N              creations a second (50)
  --max-in-flight N     (2 s of the rate)
  --duration S          until SIGTERM or POST /finish when omitted
  --registers N (3) --clients N (5)   that many clients set that many nodes, each on condition of its version
  --session-timeout MS (6000) --command-timeout MS (3000)
  --port N              of the control (8080; 0 takes a free one)`;

const text = { type: 'string' } as const;
const options = {
  servers: text,
  guide: text,
  'ca-file': text,
  username: text,
  'password-file': text,
  prefix: text,
  rate: text,
  'max-in-flight': text,
  duration: text,
  registers: text,
  clients: text,
  'session-timeout': text,
  'command-timeout': text,
  port: text,
};

/** @throws an error that names the option and says what it may be */
export function parseZookeeperOptions(args: readonly string[]): ZookeeperLoadOptions {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  if (values.servers === undefined) throw new Error('--servers is missing: host:port, more of them after commas');
  if ((values.username === undefined) !== (values['password-file'] === undefined))
    throw new Error('--username and --password-file go together');
  if (!/^(\/[a-z0-9-]+)+$/.test(values.prefix ?? ''))
    throw new Error('--prefix must be a node such as /run-1: nodes of an earlier run would count as written by this one');
  const ratePerSecond = parseNumber('rate', values.rate ?? '50', 1, 5_000);
  return {
    servers: values.servers.split(',').map(parseAddress),
    guide: values.guide,
    ...(values['ca-file'] !== undefined && { caFile: values['ca-file'] }),
    ...(values.username !== undefined && { login: { username: values.username, passwordFile: values['password-file'] ?? '' } }),
    prefix: values.prefix ?? '',
    ratePerSecond,
    maxInFlight: parseNumber('max-in-flight', values['max-in-flight'] ?? String(2 * ratePerSecond), 1, 100_000),
    durationSeconds: values.duration === undefined ? undefined : parseNumber('duration', values.duration, 1, 86_400),
    registers: parseNumber('registers', values.registers ?? '3', 1, 100),
    clients: parseNumber('clients', values.clients ?? '5', 1, 100),
    sessionTimeoutMs: parseNumber('session-timeout', values['session-timeout'] ?? '6000', 1_000, 600_000),
    commandTimeoutMs: parseNumber('command-timeout', values['command-timeout'] ?? '3000', 10, 60_000),
    port: parseNumber('port', values.port ?? '8080', 0, 65_535),
  };
}
