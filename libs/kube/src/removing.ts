import { isKubeError } from './errors.ts';
import { objectPath } from './paths.ts';
import type { DeleteOptions, Kube } from './port.ts';
import { isAbsent } from './reading.ts';
import { resources } from './resource.ts';
import type { Transport } from './transport.ts';

export function removing(transport: Transport): Pick<Kube, 'delete' | 'evict'> {
  return {
    async delete(resource, ref, options = {}) {
      try {
        await transport.call({ method: 'DELETE', path: objectPath(resource, ref), body: deleteBody(options), signal: options.signal });
        return 'deleted';
      } catch (error) {
        if (isAbsent(error)) return 'absent';
        throw error;
      }
    },
    async evict(ref, options = {}) {
      const body = { apiVersion: 'policy/v1', kind: 'Eviction', metadata: ref, deleteOptions: deleteBody(options) };
      try {
        await transport.call({ method: 'POST', path: objectPath(resources.pods, ref, 'eviction'), body, signal: options.signal });
        return 'evicted';
      } catch (error) {
        if (isAbsent(error)) return 'absent';
        if (isRefusedByBudget(error)) return 'refused';
        throw error;
      }
    },
  };
}

function deleteBody({ uid, resourceVersion, gracePeriodSeconds, propagationPolicy }: DeleteOptions): object {
  const preconditions = uid === undefined && resourceVersion === undefined ? undefined : { uid, resourceVersion };
  return { apiVersion: 'v1', kind: 'DeleteOptions', preconditions, gracePeriodSeconds, propagationPolicy };
}

// An overloaded server answers 429 too; that says nothing about the budget.
function isRefusedByBudget(error: unknown): boolean {
  return isKubeError(error, 'TooManyRequests') && (error.details?.causes ?? []).some(({ reason }) => reason === 'DisruptionBudget');
}
