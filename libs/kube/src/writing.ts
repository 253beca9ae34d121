import type { KubeObject } from '@dataservices/plan';
import { asConflict, isForeignIdentity } from './foreign-identity.ts';
import { creationPath, objectPath } from './paths.ts';
import type { ApplyOptions, Kube } from './port.ts';
import type { Transport } from './transport.ts';

export function writing(transport: Transport): Pick<Kube, 'create' | 'update' | 'apply' | 'applyStatus'> {
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
  };
}

async function serverSideApply<T>(transport: Transport, path: string, object: KubeObject, options: ApplyOptions): Promise<T> {
  const { fieldManager, force = true, signal } = options;
  const query = { fieldManager, force };
  try {
    return await transport.call<T>({ method: 'PATCH', path, query, body: object, contentType: 'application/apply-patch+yaml', signal });
  } catch (error) {
    throw isForeignIdentity(error) ? asConflict(error) : error;
  }
}
