import { resources } from '@dataservices/kube';
import { waitUntil } from '../cluster/src/index.ts';
import { awaitKafkaRest, type KafkaRef } from './kafka-object.ts';
import { readSecret } from './redis-objects-of.ts';
import type { TestBed } from './test-bed.ts';

/** Names of the files that brokers and controllers are to use: they change with the certificate and with whom they trust. */
export async function kafkaFilesInUse(bed: TestBed, { namespace, name }: KafkaRef): Promise<string> {
  return ((await readSecret(bed, { namespace, name: `${name}-kafka-certificates` }))?.current ?? '').trim();
}

/** Of the names of files: by how many authorities others may be, and which. */
export function trustIn(files: string): string {
  return files.split(' ')[1] ?? '';
}

/** Deletes a Secret, which asks for what is in it to be made anew. */
export async function deleteKafkaSecret({ kube }: TestBed, { namespace, name }: KafkaRef, part: 'certificates' | 'ca'): Promise<void> {
  await kube.delete(resources.secrets, { namespace, name: `${name}-kafka-${part}` });
}

/** Returns when files are asked for that `isWanted` accepts, every server has loaded them, and nothing is left to do. */
export async function awaitKafkaFiles(bed: TestBed, ref: KafkaRef, isWanted: (files: string) => boolean, timeoutMs: number): Promise<void> {
  await waitUntil(async () => isWanted(await kafkaFilesInUse(bed, ref)), {
    what: 'other certificates to be issued',
    timeoutMs,
    intervalMs: 500,
    explain: () => kafkaFilesInUse(bed, ref),
  });
  await awaitKafkaRest(bed, ref, 'other certificates', timeoutMs);
}
