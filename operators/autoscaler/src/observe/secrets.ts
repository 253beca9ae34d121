import { type Kube, resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

export type SecretReader = (namespace: string, name: string, signal: AbortSignal) => Promise<Readonly<Record<string, string>> | undefined>;

/** A changed Secret is noticed after this time. */
const freshMs = 60_000;
const mostKept = 2000;

/** Reads Secrets by name, each at most once a minute: to list or to watch them would show all there are. */
export function createSecretReader(kube: Kube, now: () => number = () => performance.now()): SecretReader {
  const known = new Map<string, { readonly data: Readonly<Record<string, string>> | undefined; readonly untilMs: number }>();
  return async (namespace, name, signal) => {
    const key = `${namespace}/${name}`;
    const kept = known.get(key);
    if (kept !== undefined && kept.untilMs > now()) return kept.data;
    const secret = await kube.get<Secret>(resources.secrets, { namespace, name }, { signal });
    const data = secret && Object.fromEntries(Object.entries(secret.data ?? {}).map(([field, value]) => [field, decode(value)]));
    if (known.size >= mostKept) known.clear();
    known.set(key, { data, untilMs: now() + freshMs });
    return data;
  };
}

function decode(value: string): string {
  return Buffer.from(value, 'base64').toString('utf8');
}
