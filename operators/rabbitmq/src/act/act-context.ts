import type { Kube } from '@dataservices/kube';
import type { Logger, Refusals } from '@dataservices/reconcile';
import type { RabbitmqPort, Target } from '../client/port.ts';
import { clientPorts } from '../names.ts';
import { targetOf } from '../observe/members.ts';
import type { Observed } from '../observed.ts';

/** What a service action needs besides its own data. */
export type ActContext = {
  readonly observed: Observed;
  readonly kube: Kube;
  readonly rabbitmq: RabbitmqPort | undefined;
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

export function targetFor({ observed }: ActContext, pod: string): Target {
  const target = targetOf(observed.members.find(({ name }) => name === pod)?.pod, clientPorts(observed.cluster).management);
  if (target === undefined) throw new TargetGone(`${pod} has no address any more`);
  return target;
}

export function portOf({ rabbitmq, observed }: ActContext): RabbitmqPort {
  if (rabbitmq === undefined) throw new TargetGone(`Secret ${observed.names.internalSecret} has no operator-password`);
  return rabbitmq;
}
