import type { ServiceAction } from '../action.ts';
import type { ReconfigResult } from '../client/port.ts';
import { type ActContext, portOf, targetFor } from './act-context.ts';

type Reconfig = Extract<ServiceAction, { readonly kind: 'reconfig' }>;

/** ZooKeeper did not make the change. Nothing is different, and the next pass decides anew by the membership that it sees. */
export class MembershipUnchanged extends Error {
  override readonly name = 'MembershipUnchanged';
  readonly code = 'MembershipUnchanged';
  readonly retry = { afterMs: 1_000 };
}

const refusals: Readonly<Record<Exclude<ReconfigResult, 'done' | 'unknown'>, string>> = {
  stale: 'it was changed meanwhile',
  noQuorum: 'too few of those who would vote are in step',
  inProgress: 'another change is being made',
};

/** Asks for one change of the membership. An answer that was lost is no failure: the next pass sees what came of it, before it asks again. */
export async function reconfig({ pod, change }: Reconfig, context: ActContext): Promise<void> {
  const result = await portOf(context).reconfig(targetFor(context, pod), change);
  if (result === 'done') return;
  if (result === 'unknown') return context.log.info('the answer was lost: the membership is read again', { pod });
  throw new MembershipUnchanged(`the membership stays as it is: ${refusals[result]}`);
}
