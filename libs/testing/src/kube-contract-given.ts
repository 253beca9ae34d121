import { type Kube, KubeError } from '@dataservices/kube';
import type { StoredObject } from '@dataservices/plan';

/** What each test of the contract works on: a name that nothing has yet. */
export type Given = () => { readonly kube: Kube; readonly at: { readonly namespace: string; readonly name: string } };

export type ConfigMap = StoredObject & { readonly data?: Readonly<Record<string, string>> };

/** How a call failed. @throws Error where it did not, or not with a KubeError */
export async function errorOf(call: Promise<unknown>): Promise<KubeError> {
  const error = await call.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (!(error instanceof KubeError)) throw new Error(`expected a KubeError, got ${error}`);
  return error;
}

export async function failureOf(call: Promise<unknown>): Promise<{ code: string; status: number }> {
  const { code, status } = await errorOf(call);
  return { code, status };
}
