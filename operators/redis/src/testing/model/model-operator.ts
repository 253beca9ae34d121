import type { RedisClusterStatus } from '@dataservices/api';
import type { Kube } from '@dataservices/kube';
import type { Plan } from '@dataservices/plan';
import { createLogger, decideOnError, isMemberAction, problemOf } from '@dataservices/reconcile';
import { perform } from '../../act/perform.ts';
import type { RedisAction } from '../../action.ts';
import type { Observed } from '../../observed.ts';
import { plan } from '../../plan/plan.ts';
import { status } from '../../status.ts';
import { changeBy } from './apply-object.ts';
import { countedPort } from './counted-port.ts';
import type { Effects } from './effects.ts';
import { modelJournal } from './model-journal.ts';
import { modelPort } from './model-port.ts';
import { observeWorld } from './observe-world.ts';
import { performInWorld } from './perform-in-world.ts';
import { noteAccident } from './safety.ts';
import type { World } from './world.ts';

export type Pass = {
  readonly observed: Observed;
  readonly plan: Plan<RedisAction>;
  /** Whether an apply changed anything. */
  readonly hasApplied: boolean;
  /** When it wants to come back. */
  readonly afterMs: number;
};

/** `kube`: the acts on servers need none, and never call it. */
export type Life = { readonly effects: Effects; readonly kube: Kube };

const log = createLogger({ write: () => {} });
const { signal } = new AbortController();
const firstBackoffMs = 200;
const longestBackoffMs = 30_000;

/** One reconciliation, with the planner, the service's acts and the status that are deployed. @throws OperatorDied */
export async function runPass(
  world: World,
  { effects, kube }: Life,
  failuresBefore: number,
): Promise<Pass & { readonly isFailed: boolean }> {
  const port = modelPort(world.service);
  const observed = await observeWorld(world, port);
  const decided = plan(observed);
  const hasApplied = await applyAll(world, effects, decided);
  const redis = countedPort(port, effects);
  const journal = modelJournal(world, effects);
  const errors: unknown[] = [];
  for (const action of decided.step?.actions ?? []) {
    noteAccident(world, decided.step?.rule ?? '', action);
    try {
      if (isMemberAction(action)) await performInWorld(world, effects, action);
      else await perform(action, { observed, kube, redis, isLost: () => false, log, journal, signal });
    } catch (error) {
      if (effects.isDead) throw error;
      errors.push(error);
      if (action.kind !== 'monitor' && action.kind !== 'tune-sentinel') break;
    }
  }
  await writeStatus(world, effects, status(observed, decided, { problems: errors.map(problemOf) }));
  const [error] = errors;
  const afterMs = error === undefined ? (decided.requeueAfterMs ?? 0) : delayOf(error, failuresBefore);
  return { observed, plan: decided, hasApplied, afterMs, isFailed: error !== undefined };
}

async function applyAll(world: World, effects: Effects, { applies }: Plan<RedisAction>): Promise<boolean> {
  let hasApplied = false;
  for (const object of applies) {
    const change = changeBy(world, object);
    if (change === undefined) continue;
    hasApplied = true;
    await effects.run(`apply ${object.kind} ${object.metadata.name}`, change);
  }
  return hasApplied;
}

async function writeStatus(world: World, effects: Effects, next: RedisClusterStatus): Promise<void> {
  const { journal } = world.status;
  const wanted = { ...next, ...(journal !== undefined && { journal }) };
  if (JSON.stringify(wanted) === JSON.stringify(world.status)) return;
  await effects.run(`status ${next.summary}`, () => {
    world.status = wanted;
  });
}

function delayOf(error: unknown, failuresBefore: number): number {
  const decision = decideOnError(error);
  if (decision.kind === 'after') return decision.afterMs;
  return Math.min(longestBackoffMs, firstBackoffMs * 2 ** failuresBefore);
}
