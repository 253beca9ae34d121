import type { AutoScaler, AutoScalerSpecInput } from '@dataservices/api';
import { type Ref, resources } from '@dataservices/kube';
import type { KubeObject, StoredObject } from '@dataservices/plan';
import { waitUntil } from '../cluster/src/index.ts';
import { fieldManager, type TestBed } from './test-bed.ts';

/** Server-side apply, as `kubectl apply` of a file with this spec. */
export function applyAutoscaler({ kube }: TestBed, metadata: Required<Ref>, spec: AutoScalerSpecInput): Promise<StoredObject> {
  const object = { apiVersion: 'dataservices.dev/v1alpha1', kind: 'AutoScaler', metadata, spec };
  return kube.apply(resources.autoScalers, object as KubeObject, { fieldManager });
}

export async function readAutoscaler({ kube }: TestBed, ref: Required<Ref>): Promise<AutoScaler> {
  const found = await kube.get<AutoScaler>(resources.autoScalers, ref);
  if (found === undefined) throw new Error(`there is no AutoScaler ${ref.name} in ${ref.namespace}`);
  return found;
}

/** Whether the size should be changed, and this keeps it from that. */
export function isHeldBy(reason: string): (status: AutoScaler['status']) => boolean {
  return ({ decision }) => decision?.held?.includes(reason) === true;
}

/** Polls until its status is as wanted. @throws Error that tells its last decision */
export function awaitAutoscaler(
  bed: TestBed,
  ref: Required<Ref>,
  what: string,
  isAsWanted: (status: AutoScaler['status']) => boolean,
  timeoutMs = 60_000,
): Promise<AutoScaler> {
  return waitUntil(
    async () => {
      const scaler = await readAutoscaler(bed, ref);
      return scaler.status !== undefined && isAsWanted(scaler.status) && scaler;
    },
    { what, timeoutMs, intervalMs: 200, explain: async () => JSON.stringify((await readAutoscaler(bed, ref)).status?.decision ?? {}) },
  );
}
