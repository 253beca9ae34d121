import type { StoredObject } from '@dataservices/plan';
import { choiceFromEnvironment } from './cluster-choice.ts';
import { driverKinds } from './kinds.ts';
import { ownership, requestDeletion } from './namespace.ts';
import { openTestBed } from './test-bed.ts';

/** After the last scenario: what scenarios have shared is nobody's any more. */
export async function teardown(): Promise<void> {
  const bed = openTestBed(choiceFromEnvironment(process.env));
  const labelSelector = Object.entries(ownership)
    .map(([key, value]) => `${key}=${value}`)
    .join();
  const { items } = await bed.kube.list<StoredObject>(driverKinds.namespaces, { labelSelector });
  for (const { metadata } of items) await requestDeletion(bed, metadata.name);
  await bed.close();
}
