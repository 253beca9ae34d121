import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import type { ServerAddress } from './ask-server.ts';
import type { RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

type Secret = StoredObject & { readonly data: Readonly<Record<string, string>> };

// The password comes by the standard input, and never passes through a command line.
const ask = 'read -r REDISCLI_AUTH; export REDISCLI_AUTH; exec timeout 20 redis-cli --user app --no-auth-warning "$@"';

/** What a server answers to one command of an application. @throws Error where it does not answer */
export async function askAsApp(bed: TestBed, cluster: RedisRef, pod: ServerAddress['pod'], command: readonly string[]): Promise<string> {
  const { namespace, name } = cluster;
  const binding = await bed.kube.get<Secret>(resources.secrets, { namespace, name: `${name}-redis-binding` });
  const password = Buffer.from(binding?.data.password ?? '', 'base64').toString();
  const target = ['exec', '--stdin', '--namespace', namespace, pod, '--container', 'redis'];
  return bed.cluster.kubectl([...target, '--', 'sh', '-c', ask, 'sh', ...command], `${password}\n`);
}
