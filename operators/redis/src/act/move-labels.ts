import { resources } from '@dataservices/kube';
import { movedLabels } from '../plan/role-labels.ts';
import { fieldManager } from '../settings.ts';
import type { ActContext } from './act-context.ts';

/**
 * Leads the Service to who has just become the master, before anything else is done: the next pass would do it too, after what is left of the
 * hand-over, and after a look at everybody; and if this process is stopped now, the next one has to be there first.
 */
export async function moveLabels({ observed, kube, log, signal }: ActContext, from: string, to: string): Promise<void> {
  try {
    for (const pod of movedLabels(observed, from, to)) await kube.apply(resources.pods, pod, { fieldManager, signal });
  } catch (error) {
    log.warn('the Service is led to the new master by the next pass', { to, error });
  }
}
