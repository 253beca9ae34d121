import type { Kube } from '@dataservices/kube';
import type { Logger, Refusals } from '@dataservices/reconcile';
import type { KafkaAdmin } from '../client/port.ts';
import type { Observed } from '../observed.ts';

/** What a service action needs besides its own data. */
export type ActContext = {
  readonly observed: Observed;
  readonly kube: Kube;
  readonly admin: KafkaAdmin;
  readonly refusals: Refusals;
  readonly log: Logger;
  readonly signal: AbortSignal;
};

/** What an action needs has gone, or is not as it was observed: nothing was done, and the next pass decides anew. */
export class TargetGone extends Error {
  override readonly name = 'TargetGone';
  readonly code = 'TargetGone';
  readonly retry = { afterMs: 1_000 };
}
