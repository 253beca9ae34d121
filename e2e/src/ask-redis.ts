import type { RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

// The password is read where it is, and never passes through a command line.
const ask =
  'REDISCLI_AUTH="$(cat /etc/dataservices/secrets/operator-password)" exec timeout 5 "$(command -v redis-cli || command -v valkey-cli)" --user operator --no-auth-warning "$@"';

/** Asks the server of a member something as the operator's user, and returns the lines of the answer. An error is an answer as well. */
export async function askRedis(
  { cluster }: TestBed,
  { namespace }: RedisRef,
  pod: string,
  words: readonly string[],
): Promise<readonly string[]> {
  const command = ['exec', '--namespace', namespace, pod, '--container', 'redis', '--', 'sh', '-c', ask, 'ask', ...words];
  return (await cluster.kubectl(command)).replace(/\n$/, '').split('\n');
}

/** Settings as the server of a member shows them. */
export async function readSettings(bed: TestBed, ref: RedisRef, pod: string, pattern: string): Promise<ReadonlyMap<string, string>> {
  const lines = await askRedis(bed, ref, pod, ['CONFIG', 'GET', pattern]);
  return new Map(lines.flatMap((line, at) => (at % 2 === 0 ? [[line, lines[at + 1] ?? '']] : [])));
}
