import type { Scale } from '@dataservices/kube';
import type { Condition, StoredObject } from '@dataservices/plan';
import type { TargetView } from '../observed.ts';
import { hasOwnSize } from './target.ts';

type Foreign = StoredObject & {
  readonly spec?: { readonly paused?: boolean };
  readonly status?: {
    readonly observedGeneration?: number;
    readonly readyReplicas?: number;
    readonly conditions?: readonly Pick<Condition, 'type' | 'status' | 'message' | 'observedGeneration'>[];
  };
};

/** A target of a kind that is only known to have a scale subresource, which says its sizes wherever they are kept. */
export function foreignTargetView(object: StoredObject, { spec, status }: Scale): TargetView {
  const { metadata, spec: own = {}, status: said = {} } = object as Foreign;
  const { replicas } = spec;
  return {
    uid: metadata.uid,
    resourceVersion: metadata.resourceVersion,
    replicas,
    statusReplicas: status.replicas,
    readyReplicas: said.readyReplicas ?? status.replicas,
    settled: settledOf(object as Foreign, replicas, status.replicas),
    isPaused: own.paused === true,
    isLeaving: metadata.deletionTimestamp !== undefined,
    isOwnSize: hasOwnSize(object),
  };
}

/**
 * By the conventions of kstatus, each as far as the kind follows it: the generation has been seen, nothing reconciles or is stalled, Ready holds, and
 * as many are there, and ready, as are asked for.
 */
function settledOf({ metadata, status = {} }: Foreign, wanted: number, there: number): TargetView['settled'] {
  const { observedGeneration, readyReplicas, conditions = [] } = status;
  if ((observedGeneration ?? Number.POSITIVE_INFINITY) < (metadata.generation ?? 0))
    return { holds: false, message: 'the last change of the target has not been looked at yet' };
  const against = conditions.find(({ type, status: is }) => (type === 'Ready' ? is !== 'True' : isTrouble(type) && is === 'True'));
  if (against !== undefined)
    return { holds: false, message: `the target says ${against.type} is ${against.status}: ${against.message || 'it does not say why'}` };
  const ready = readyReplicas ?? there;
  if (there === wanted && ready === wanted) return { holds: true, message: 'all replicas are there' };
  return { holds: false, message: `the target has ${there} replicas, ${ready} of them ready, of ${wanted}` };
}

const isTrouble = (type: string) => type === 'Reconciling' || type === 'Stalled';
