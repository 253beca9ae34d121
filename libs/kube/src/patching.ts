import type { StoredObject } from '@dataservices/plan';
import { isKubeError, type KubeError } from './errors.ts';
import { asConflict, isForeignIdentity } from './foreign-identity.ts';
import type { JsonPatchOperation } from './json-patch.ts';
import { objectPath } from './paths.ts';
import type { CallOptions, JsonPatchOptions, Kube, Ref } from './port.ts';
import type { Resource } from './resource.ts';
import type { Transport } from './transport.ts';

const mergePatchType = 'application/merge-patch+json';
const jsonPatchType = 'application/json-patch+json';

export function patching(transport: Transport): Pick<Kube, 'mergePatch' | 'jsonPatch'> {
  return {
    async mergePatch<T extends StoredObject>(resource: Resource, ref: Ref, patch: object, options: CallOptions = {}) {
      const path = objectPath(resource, ref);
      try {
        return await transport.call<T>({ method: 'PATCH', path, contentType: mergePatchType, body: patch, signal: options.signal });
      } catch (error) {
        throw isForeignIdentity(error) ? asConflict(error) : error;
      }
    },
    async jsonPatch<T extends StoredObject>(
      resource: Resource,
      ref: Ref,
      operations: readonly JsonPatchOperation[],
      { subresource, signal }: JsonPatchOptions = {},
    ) {
      const path = objectPath(resource, ref, subresource);
      try {
        return await transport.call<T>({ method: 'PATCH', path, contentType: jsonPatchType, body: operations, signal });
      } catch (error) {
        throw isInapplicable(error) ? asConflict(error) : error;
      }
    },
  };
}

// An object that is refused has causes, each with its field. Without them it was the patch that did not fit the object.
function isInapplicable(error: unknown): error is KubeError {
  return isKubeError(error, 'Invalid') && (error.details?.causes ?? []).length === 0;
}
