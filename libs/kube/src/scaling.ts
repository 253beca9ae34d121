import { objectPath } from './paths.ts';
import type { CallOptions, Kube, Ref, ScaleOptions } from './port.ts';
import { isAbsent } from './reading.ts';
import type { Resource } from './resource.ts';
import type { Scale, ScaleChange } from './scale.ts';
import type { Transport } from './transport.ts';

type RawScale = Omit<Scale, 'spec' | 'status'> & { readonly spec?: Partial<Scale['spec']>; readonly status?: Partial<Scale['status']> };

export function scaling(transport: Transport): Pick<Kube, 'getScale' | 'updateScale'> {
  return {
    async getScale(resource: Resource, ref: Ref, options: CallOptions = {}) {
      try {
        const path = objectPath(resource, ref, 'scale');
        return completeScale(await transport.call<RawScale>({ method: 'GET', path, signal: options.signal }));
      } catch (error) {
        if (isAbsent(error)) return undefined;
        throw error;
      }
    },
    async updateScale(resource: Resource, ref: Ref, { replicas, uid, resourceVersion }: ScaleChange, options: ScaleOptions = {}) {
      const { namespace, name } = ref;
      const body = { apiVersion: 'autoscaling/v1', kind: 'Scale', metadata: { namespace, name, uid, resourceVersion }, spec: { replicas } };
      const path = objectPath(resource, ref, 'scale');
      return completeScale(
        await transport.call<RawScale>({
          method: 'PUT',
          path,
          query: { fieldManager: options.fieldManager },
          body,
          signal: options.signal,
        }),
      );
    },
  };
}

// Go leaves a zero out of its JSON.
function completeScale({ spec, status, ...identity }: RawScale): Scale {
  return { ...identity, spec: { replicas: 0, ...spec }, status: { replicas: 0, ...status } };
}
