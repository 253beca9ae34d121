import type { StoredObject } from '@dataservices/plan';
import { isKubeError } from './errors.ts';
import { listAll } from './list.ts';
import { objectPath } from './paths.ts';
import type { CallOptions, Kube, Ref } from './port.ts';
import type { Resource } from './resource.ts';
import type { Transport } from './transport.ts';

export function reading(transport: Transport): Pick<Kube, 'get' | 'list'> {
  return {
    async get<T extends StoredObject>(resource: Resource, ref: Ref, options: CallOptions = {}) {
      try {
        return await transport.call<T>({ method: 'GET', path: objectPath(resource, ref), signal: options.signal });
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    list: (resource, options) => listAll(transport, resource, options),
  };
}

// A 404 without an object's name is about the path: a kind that is not installed must not look like an object that is not there.
export function isAbsent(error: unknown): boolean {
  return isKubeError(error, 'NotFound') && error.details?.name !== undefined;
}
