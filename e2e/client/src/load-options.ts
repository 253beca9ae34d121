import { parseArgs } from 'node:util';
import { type Address, parseAddress, parseNumber } from './parse-values.ts';

export type LoadOptions = {
  /** `pinned` never leaves its host, not even when that stops being the master. `guide` connects as the documentation tells users to. */
  readonly mode: 'sentinel' | 'service' | 'pinned' | 'guide';
  /** Which of the guides, in mode `guide`. */
  readonly guide: string | undefined;
  readonly sentinels: readonly Address[];
  readonly masterName: string;
  /** The Service in mode `service`, the one server in mode `pinned`. */
  readonly host: Address | undefined;
  /** Where mode `pinned` reads back without sentinels: something that leads to the current master. */
  readonly verifyHost: Address | undefined;
  readonly username: string | undefined;
  /** Read again at every connection, so that a rotated password is followed. */
  readonly passwordFile: string | undefined;
  readonly sentinelUsername: string | undefined;
  readonly sentinelPasswordFile: string | undefined;
  readonly caFile: string | undefined;
  readonly ratePerSecond: number;
  /** Undefined: until SIGTERM or POST /finish. */
  readonly durationSeconds: number | undefined;
  /** How many replicas must confirm a write before it counts: 0 or 1. */
  readonly wait: 0 | 1;
  readonly waitTimeoutMs: number;
  readonly commandTimeoutMs: number;
  readonly maxInFlight: number;
  readonly prefix: string;
  readonly port: number;
};

export const loadUsage = `Usage: client redis --mode sentinel|service|pinned|guide [options]
  --guide NAME                    mode guide
  --sentinels host:port,…         mode sentinel; with modes pinned and guide they lead to the master that is read back
  --master-name NAME
  --host host:port                modes service and pinned
  --verify-host host:port         mode pinned without sentinels
  --username U --password-file F --sentinel-username U --sentinel-password-file F --ca-file F
  --rate N                        writes a second (200)
  --duration S                    until SIGTERM or POST /finish when omitted
  --wait 0|1                      count a write only when WAIT 1 confirms it (0)
  --wait-timeout MS (500) --command-timeout MS (1000) --max-in-flight N (2 s of the rate)
  --prefix P                      of the keys; must be new for each run
  --port N                        of the control (8080; 0 takes a free one)`;

const text = { type: 'string' } as const;
const options = {
  mode: text,
  guide: text,
  sentinels: text,
  'master-name': text,
  host: text,
  'verify-host': text,
  username: text,
  'password-file': text,
  'sentinel-username': text,
  'sentinel-password-file': text,
  'ca-file': text,
  rate: text,
  duration: text,
  wait: text,
  'wait-timeout': text,
  'command-timeout': text,
  'max-in-flight': text,
  prefix: text,
  port: text,
};

/** @throws an error that names the option and says what it may be */
export function parseLoadOptions(args: readonly string[]): LoadOptions {
  const { values } = parseArgs({ args: [...args], options, strict: true });
  const ratePerSecond = parseNumber('rate', values.rate ?? '200', 1, 20_000);
  const parsed: LoadOptions = {
    mode: parseMode(values.mode),
    guide: values.guide,
    sentinels: values.sentinels?.split(',').map(parseAddress) ?? [],
    masterName: values['master-name'] ?? '',
    host: values.host === undefined ? undefined : parseAddress(values.host),
    verifyHost: values['verify-host'] === undefined ? undefined : parseAddress(values['verify-host']),
    username: values.username,
    passwordFile: values['password-file'],
    sentinelUsername: values['sentinel-username'],
    sentinelPasswordFile: values['sentinel-password-file'],
    caFile: values['ca-file'],
    ratePerSecond,
    durationSeconds: values.duration === undefined ? undefined : parseNumber('duration', values.duration, 1, 86_400),
    wait: parseNumber('wait', values.wait ?? '0', 0, 1) === 1 ? 1 : 0,
    waitTimeoutMs: parseNumber('wait-timeout', values['wait-timeout'] ?? '500', 1, 60_000),
    commandTimeoutMs: parseNumber('command-timeout', values['command-timeout'] ?? '1000', 10, 60_000),
    maxInFlight: parseNumber('max-in-flight', values['max-in-flight'] ?? String(2 * ratePerSecond), 1, 100_000),
    prefix: values.prefix ?? '',
    port: parseNumber('port', values.port ?? '8080', 0, 65_535),
  };
  checkTogether(parsed);
  return parsed;
}

function checkTogether({
  mode,
  guide,
  sentinels,
  masterName,
  host,
  verifyHost,
  prefix,
  wait,
  waitTimeoutMs,
  commandTimeoutMs,
}: LoadOptions): void {
  if (prefix === '') throw new Error('--prefix is missing: keys of an earlier run would count as written by this one');
  if ((mode === 'guide') !== (guide !== undefined)) throw new Error('--mode guide and --guide NAME go together');
  if (sentinels.length > 0 && masterName === '') throw new Error('--master-name is missing: the sentinels watch masters by name');
  if ((mode === 'sentinel' || mode === 'guide') && sentinels.length === 0) throw new Error(`--mode ${mode} needs --sentinels host:port,…`);
  if ((mode === 'service' || mode === 'pinned') && !host) throw new Error(`--mode ${mode} needs --host host:port`);
  if (mode === 'pinned' && sentinels.length === 0 && !verifyHost) {
    throw new Error(
      '--mode pinned needs --sentinels or --verify-host: its own host may no longer be the master when the writes are read back',
    );
  }
  if (wait === 1 && waitTimeoutMs >= commandTimeoutMs)
    throw new Error('--wait-timeout must be below --command-timeout, or WAIT never gets to answer');
}

function parseMode(mode: string | undefined): LoadOptions['mode'] {
  if (mode === 'sentinel' || mode === 'service' || mode === 'pinned' || mode === 'guide') return mode;
  throw new Error(`--mode must be sentinel, service, pinned or guide, not ${mode ?? 'missing'}`);
}
