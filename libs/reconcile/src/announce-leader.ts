import type { StoredObject } from '@dataservices/plan';
import type { EventRecorder } from './events.ts';

/** Who leads, by the status that was found and by the one that was written now. */
export type LeaderChange = { readonly previous: string | undefined; readonly leader: string | undefined };

/** An Event where another member leads than before, whoever brought it about: most elections are the service's own. */
export function announceLeader(recorder: EventRecorder, regarding: StoredObject, { previous, leader }: LeaderChange): void {
  if (leader === undefined || leader === previous) return;
  const note = previous === undefined ? `${leader} leads` : `${leader} leads now, after ${previous}`;
  recorder.record({ regarding, type: 'Normal', reason: 'LeaderChanged', note });
}
