import type { KubeObject, StoredObject } from '@dataservices/plan';
import { isKubeError, KubeError } from './errors.ts';
import { creationPath, objectPath } from './paths.ts';
import type { ApplyOptions, CallOptions, Kube, Ref } from './port.ts';
import type { Resource } from './resource.ts';
import type { Transport } from './transport.ts';

const mergePatchType = 'application/merge-patch+json';

export function writing(transport: Transport): Pick<Kube, 'create' | 'update' | 'apply' | 'applyStatus' | 'mergePatch'> {
  return {
    create: (resource, object, options) =>
      transport.call({
        method: 'POST',
        path: creationPath(resource, object.metadata.namespace),
        body: object,
        signal: options?.signal,
      }),
    update: (resource, object, options) =>
      transport.call({ method: 'PUT', path: objectPath(resource, object.metadata), body: object, signal: options?.signal }),
    apply: (resource, object, options) => serverSideApply(transport, objectPath(resource, object.metadata), object, options),
    applyStatus: (resource, object, options) =>
      serverSideApply(transport, objectPath(resource, object.metadata, 'status'), object, options),
    async mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options: CallOptions = {}) {
      const path = objectPath(resource, ref);
      try {
        return await transport.call<T>({ method: 'PATCH', path, contentType: mergePatchType, body: patch, signal: options.signal });
      } catch (error) {
        throw foreignIdentity(error) ?? error;
      }
    },
  };
}

function serverSideApply<T>(transport: Transport, path: string, object: KubeObject, options: ApplyOptions): Promise<T> {
  const { fieldManager, force = true, signal } = options;
  const query = { fieldManager, force };
  return transport.call<T>({ method: 'PATCH', path, query, body: object, contentType: 'application/apply-patch+yaml', signal });
}

// To a patch, another uid is an attempt to change it, and so 'Invalid'. To the caller it is a precondition that does not hold.
function foreignIdentity(error: unknown): KubeError | undefined {
  if (!isKubeError(error, 'Invalid') || !(error.details?.causes ?? []).some(({ field }) => field === 'metadata.uid')) return undefined;
  return new KubeError({ code: 'Conflict', status: 409, message: error.message, details: error.details, cause: error });
}
