import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { ServerAddress } from './ask-server.ts';
import type { RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };

// The password comes by the standard input, and never passes through a command line.
const login = 'read -r REDISCLI_AUTH; export REDISCLI_AUTH; app="timeout 20 redis-cli --user app --no-auth-warning"';

/** What a server answers to one command of an application. @throws Error where it does not answer */
export function askAsApp(bed: TestBed, cluster: RedisRef, pod: ServerAddress['pod'], command: readonly string[]): Promise<string> {
  return run(bed, cluster, pod, `${login}; exec $app "$@"`, command);
}

/** Writes a value of so many bytes that nothing compresses. @throws Error where it is not taken */
export async function writeLarge(bed: TestBed, cluster: RedisRef, pod: ServerAddress['pod'], key: string, bytes: number): Promise<void> {
  const answer = await run(bed, cluster, pod, `${login}; head -c "$2" /dev/urandom | $app -x set "$1"`, [key, String(bytes)]);
  if (!answer.startsWith('OK')) throw new Error(`${pod} does not take ${bytes} bytes: ${answer}`);
}

async function run(bed: TestBed, { namespace, name }: RedisRef, pod: string, script: string, args: readonly string[]): Promise<string> {
  const binding = await bed.kube.get<Secret>(resources.secrets, { namespace, name: `${name}-redis-binding` });
  const password = Buffer.from(binding?.data.password ?? '', 'base64').toString();
  const target = ['exec', '--stdin', '--namespace', namespace, pod, '--container', 'redis'];
  return bed.cluster.kubectl([...target, '--', 'sh', '-c', script, 'sh', ...args], `${password}\n`);
}
