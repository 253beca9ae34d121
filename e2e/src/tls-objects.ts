import { resources } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import type { FaultOutcome } from './fault-run.ts';
import { awaitRedis, isAtRest, type RedisRef } from './redis-object.ts';
import type { TestBed } from './test-bed.ts';

/** A kubelet brings a changed Secret after a minute and a half at the latest. */
export const arrivalMs = 120_000;

/** What is promised for other certificates. */
const promisedGapMs = 500;

type Secret = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** Names of the files that the members are to use: they change with the certificate and with whom they trust. */
export async function filesInUse({ kube }: TestBed, { namespace, name }: RedisRef): Promise<string | undefined> {
  const secret = await kube.get<Secret>(resources.secrets, { namespace, name: `${name}-redis-certificates` });
  const current = secret?.data?.current;
  return current === undefined ? undefined : Buffer.from(current, 'base64').toString();
}

/** Deletes a Secret, which asks for what is in it to be made anew. */
export async function deleteSecret({ kube }: TestBed, { namespace, name }: RedisRef, part: 'certificates' | 'ca'): Promise<void> {
  await kube.delete(resources.secrets, { namespace, name: `${name}-redis-${part}` });
}

/** Returns when every member has loaded files that `isWanted` accepts, and nothing is left to do. */
export async function awaitFiles(bed: TestBed, ref: RedisRef, isWanted: (files: string) => boolean, timeoutMs: number): Promise<void> {
  await waitUntil(
    async () => {
      const files = await filesInUse(bed, ref);
      return files !== undefined && isWanted(files);
    },
    { what: 'other certificates to be issued', timeoutMs, intervalMs: 500, explain: async () => String(await filesInUse(bed, ref)) },
  );
  await awaitRedis(bed, ref, isAtRest, { what: 'every member to have loaded them', timeoutMs });
}

/** What clients have noticed of other certificates, of which they are to notice nothing. */
export function whatWasNoticed({ plain, wait }: FaultOutcome): readonly string[] {
  return Object.entries({ plain, wait }).flatMap(([client, { gapMs, lost, errors }]) => [
    ...(gapMs > promisedGapMs ? [`${client}: ${gapMs} ms without a write`] : []),
    ...(lost === 0 ? [] : [`${client}: lost ${lost}`]),
    ...Object.entries(errors).map(([error, count]) => `${client}: ${count} times ${error}`),
  ]);
}
