import type { TestBed } from './test-bed.ts';

export type ServerAddress = {
  readonly namespace: string;
  readonly pod: string;
  readonly container: 'redis' | 'sentinel';
};

// The password is read where it is, and never passes through a command line.
const ask = [
  'if [ -d /etc/dataservices/tls ]; then tls="--tls --insecure"; fi',
  'REDISCLI_AUTH="$(cat /etc/dataservices/secrets/operator-password)" exec timeout 3 "$(command -v redis-cli || command -v valkey-cli)" $tls --user operator --no-auth-warning -p "$@"',
].join('\n');

const ports = { redis: '6379', sentinel: '26379' };

/** What a server answers to one command of the operator. @throws Error where it does not answer */
export function askServer({ cluster }: TestBed, address: ServerAddress, command: readonly string[]): Promise<string> {
  const { namespace, pod, container } = address;
  const target = ['exec', '--namespace', namespace, pod, '--container', container];
  return cluster.kubectl([...target, '--', 'sh', '-c', ask, 'sh', ports[container], ...command]);
}

/** What it says in INFO, by field. */
export async function askInfo(bed: TestBed, address: ServerAddress): Promise<ReadonlyMap<string, string>> {
  return parseInfo(await askServer(bed, address, ['info']));
}

/** `field:value` lines, as INFO has them. */
export function parseInfo(text: string): ReadonlyMap<string, string> {
  const lines = text.split(/\r?\n/).filter((line) => line.includes(':'));
  return new Map(lines.map((line) => [line.slice(0, line.indexOf(':')), line.slice(line.indexOf(':') + 1)]));
}
