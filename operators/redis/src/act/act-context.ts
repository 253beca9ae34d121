import type { Kube } from '@dataservices/kube';
import type { JournalEntry } from '@dataservices/plan';
import type { Logger, OpenJournal } from '@dataservices/reconcile';
import type { RedisPort, Target } from '../client/port.ts';
import { ports } from '../names.ts';
import { targetOf } from '../observe/members.ts';
import type { Observed } from '../observed.ts';

/** What a service action needs besides its own data. */
export type ActContext = {
  readonly observed: Observed;
  readonly kube: Kube;
  readonly redis: RedisPort;
  readonly log: Logger;
  /** The journal of this cluster. */
  readonly journal: {
    open(entry: Pick<JournalEntry, 'act' | 'subject' | 'phase' | 'data'>): Promise<OpenJournal>;
    close(token: string): Promise<void>;
  };
  /** Whether the watch over the master has no sign of life of this server at the moment: a reason to stop waiting for it, and for nothing else. */
  readonly isLost: (target: Target) => boolean;
  readonly signal: AbortSignal;
};

/** A pod that an action names has gone, or has lost its address, since it was observed: the next pass decides anew. */
export class TargetGone extends Error {
  override readonly name = 'TargetGone';
  readonly code = 'TargetGone';
  readonly retry = { afterMs: 1_000 };
}

export function dataTarget({ observed }: ActContext, pod: string): Target {
  return found(targetOf(observed.members.find(({ name }) => name === pod)?.pod, ports.redis), pod);
}

export function lobbyTarget(context: ActContext, pod: string): Target {
  return { ...dataTarget(context, pod), port: ports.lobby };
}

export function sentinelTarget({ observed }: ActContext, pod: string): Target {
  return found(targetOf(observed.sentinels.find(({ name }) => name === pod)?.pod, ports.sentinel), pod);
}

/** A data member or a sentinel. */
export function serverTarget(context: ActContext, pod: string): Target {
  const isSentinel = context.observed.sentinels.some(({ name }) => name === pod);
  return isSentinel ? sentinelTarget(context, pod) : dataTarget(context, pod);
}

function found(target: Target | undefined, pod: string): Target {
  if (target === undefined) throw new TargetGone(`${pod} has no address any more`);
  return target;
}
