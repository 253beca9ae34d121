import type { Kube } from '@dataservices/kube';
import { countEffects, type EffectCrash, type Effects, OperatorDied } from './effects.ts';
import { missingToGoal } from './goal.ts';
import { type Pass, runPass } from './model-operator.ts';
import { runKube } from './run-kube.ts';
import { runService } from './run-service.ts';
import { namedBy, tickMs } from './service.ts';
import type { World } from './world.ts';
import { carryOut, type Pending, type WorldEvent } from './world-event.ts';
import { writeOnce } from './writer.ts';

/** From the start of the run. */
export type TimedEvent = { readonly atMs: number; readonly event: WorldEvent };

export type Course = { readonly events: readonly TimedEvent[]; readonly crashes: readonly EffectCrash[] };

export type RunHooks = {
  readonly kube: Kube;
  /** After each pass that the operator survived. @throws Error where it should not have decided so */
  readonly onPass?: (world: World, pass: Pass) => void;
  /** For how long nothing more may be done before it counts as the end. Default: beyond every patience that a rule has. */
  readonly quietMs?: number;
  /** Lets this much time pass for code that sleeps. */
  readonly passTime: (ms: number) => Promise<unknown>;
};

export type RunEnd = {
  readonly kind: 'settled' | 'stalled';
  readonly passes: number;
  readonly effects: Effects;
};

/** Until it must be as asked for, after the last event; Sentinel's and the operator's own patience add up to minutes. */
const longestMs = 600_000;
const defaultQuietMs = 100_000;
const pollMs = 50;
const reviveMs = 3_000;

/**
 * Lets the operator look after a world until it is as asked for, and then watches that nothing more is done.
 *
 * @throws Error with what was done, where it does not get there, does something again, or an accident happens
 */
export async function runWorld(world: World, course: Course, hooks: RunHooks): Promise<RunEnd> {
  const effects = countEffects(course.crashes);
  try {
    return await new Run(world, course, hooks, effects).toEnd();
  } catch (error) {
    const trace = effects.trace.slice(-80).join('\n  ');
    throw new Error(`${error instanceof Error ? error.message : error}\n  ${trace}`, { cause: error });
  }
}

class Run {
  readonly #world: World;
  readonly #hooks: RunHooks;
  readonly #effects: Effects;
  readonly #events: TimedEvent[];
  readonly #startMs: number;
  #pending: Pending[] = [];
  #nextPassMs = 0;
  #seen = '';
  #failures = 0;
  #passes = 0;
  #quietSinceMs: number | undefined;

  constructor(world: World, { events }: Course, hooks: RunHooks, effects: Effects) {
    this.#world = world;
    this.#hooks = hooks;
    this.#effects = effects;
    this.#startMs = world.service.now;
    this.#events = events.toSorted((a, b) => a.atMs - b.atMs);
  }

  async toEnd(): Promise<RunEnd> {
    const lastMs = this.#startMs + (this.#events.at(-1)?.atMs ?? 0);
    while (this.#now < lastMs + longestMs) {
      this.#tick();
      if (this.#isPassDue()) await this.#pass();
      const end = this.#endOf();
      if (end === undefined) this.#quietSinceMs = undefined;
      else this.#quietSinceMs ??= this.#now;
      if (
        end !== undefined &&
        this.#quietSinceMs !== undefined &&
        this.#now - this.#quietSinceMs >= (this.#hooks.quietMs ?? defaultQuietMs)
      ) {
        return { kind: end, passes: this.#passes, effects: this.#effects };
      }
    }
    throw new Error(`not as asked for in time: ${missingToGoal(this.#world).join(', ')}`);
  }

  get #now(): number {
    return this.#world.service.now;
  }

  #tick(): void {
    const { kube, service, writer } = this.#world;
    service.now += tickMs;
    while (this.#events[0] !== undefined && this.#startMs + this.#events[0].atMs <= service.now) this.#carryOut(this.#events.shift());
    const due = this.#pending.filter(({ atMs }) => atMs <= service.now);
    this.#pending = this.#pending.filter((pending) => !due.includes(pending));
    for (const { end } of due) end();
    service.sentinelCount = this.#world.kube.sets.get('sentinel')?.replicas ?? 3;
    runKube(kube, service);
    runService(service);
    writeOnce(service, writer, [...kube.pods.values()].find(({ roleLabel }) => roleLabel === 'master')?.name);
    const [accident] = service.accidents;
    if (accident !== undefined) throw new Error(accident);
  }

  #carryOut(timed: TimedEvent | undefined): void {
    if (timed === undefined) return;
    this.#effects.trace.push(`-- ${JSON.stringify(timed.event)}`);
    const pending = carryOut(this.#world, timed.event);
    if (pending !== undefined) this.#pending.push(pending);
  }

  /** A pass comes when it was asked for, or when something that the operator watches has changed. */
  #isPassDue(): boolean {
    const seen = watchedState(this.#world);
    const isChanged = seen !== this.#seen;
    this.#seen = seen;
    return this.#now >= this.#nextPassMs || isChanged;
  }

  async #pass(): Promise<void> {
    this.#passes += 1;
    try {
      const pass = await this.#whileTimePasses(runPass(this.#world, { effects: this.#effects, kube: this.#hooks.kube }, this.#failures));
      this.#failures = pass.isFailed ? this.#failures + 1 : 0;
      this.#nextPassMs = pass.afterMs === 0 ? Number.POSITIVE_INFINITY : this.#now + pass.afterMs;
      this.#hooks.onPass?.(this.#world, pass);
    } catch (error) {
      if (!(error instanceof OperatorDied)) throw error;
      this.#effects.revive();
      this.#nextPassMs = this.#now + reviveMs;
    }
  }

  /** A hand-over takes time, in which everybody else goes on. */
  async #whileTimePasses<T>(promise: Promise<T>): Promise<T> {
    let isOver = false;
    const over = promise.finally(() => {
      isOver = true;
    });
    over.catch(() => {});
    for (let turns = 0; turns < 40 && !isOver; turns += 1) await Promise.resolve();
    for (let ms = pollMs; !isOver; ms += pollMs) {
      if (ms % tickMs === 0) this.#tick();
      await this.#hooks.passTime(pollMs);
    }
    return over;
  }

  #endOf(): RunEnd['kind'] | undefined {
    if (this.#events.length > 0 || this.#pending.length > 0) return undefined;
    if (this.#world.status.conditions?.some(({ type, status }) => type === 'Stalled' && status === 'True') === true) return 'stalled';
    return missingToGoal(this.#world).length === 0 ? 'settled' : undefined;
  }
}

/** What brings the operator an event: the objects that it watches, and what sentinels announce. */
function watchedState({ kube, service, generation, annotations }: World): string {
  const pods = [...kube.pods.values()].map(({ uid, isRunning, terminatesSince, isNodeLost }) => [
    uid,
    isRunning,
    terminatesSince,
    isNodeLost,
  ]);
  const claims = [...kube.claims.values()].map(({ uid, isTerminating }) => [uid, isTerminating]);
  const sentinels = [...service.sentinels.values()].map(({ pod, watch }) => [pod, watch && namedBy(watch), watch?.failover !== undefined]);
  return JSON.stringify([pods, claims, sentinels, generation, annotations]);
}
