import type { Action, KubeObject, Plan } from '@dataservices/plan';

/**
 * A model of everything that one planner acts on, small enough to be run thousands of times: `World` holds what exists outside the
 * operator's process, as a value that is never changed in place.
 *
 * To write one: let World be what the service and the API server would know (pods, volumes, who leads); `observe` what the operator would see
 * of it; `perform` what one action changes; `settle` what happens by itself between two passes, one tick of it, such as a pod that becomes
 * ready. Nothing that the planner itself remembers may be in it, for a crash forgets that.
 */
export type CrashModel<World, Observed, A extends Action> = {
  start(): World;
  observe(world: World): Observed;
  /** The planner under test. */
  plan(observed: Observed): Plan<A>;
  /** What one action brings about. It may be done twice: the answer to the first time was lost. */
  perform(world: World, action: A): World;
  /** What the harmless applies bring about. Default: nothing. */
  apply?(world: World, objects: readonly KubeObject[]): World;
  /** One tick of the rest of the world. */
  settle(world: World): World;
  /** Whether what was asked for is there, and nothing is left to do. */
  isDone(world: World): boolean;
  /** What must hold in every single state; a sentence where it does not. */
  invariant?(world: World): string | undefined;
  /** As much of a final world as must be the same whatever crashed. Default: all of it. */
  fingerprint?(world: World): unknown;
};

/** Where the operator dies: right before an action, or right after its effect, before anybody hears of it. Actions are counted from 1. */
export type CrashPoint = { readonly action: number; readonly when: 'before' | 'after' };

export type ModelRun<World> = {
  readonly world: World;
  /** How many actions were begun. */
  readonly actions: number;
  /** What was done, one line each, for a person who replays it. */
  readonly trace: readonly string[];
};

export type RunOptions = {
  readonly crashes?: readonly CrashPoint[];
  /** Passes until it must be done. Default 200. */
  readonly longestPasses?: number;
};

/** Runs passes until the model is done. @throws Error with the trace where an invariant breaks, or where it is not done in time */
export function runModel<World, Observed, A extends Action>(
  model: CrashModel<World, Observed, A>,
  { crashes = [], longestPasses = 200 }: RunOptions = {},
): ModelRun<World> {
  const run = beginRun(model, crashes);
  for (let count = 0; count < longestPasses; count += 1) {
    const { isIdle } = run.pass();
    const now = run.now();
    if (model.isDone(now.world) && isIdle) return now;
  }
  const { world, trace } = run.now();
  throw new Error(`not done after ${longestPasses} passes: ${JSON.stringify(world)}\n${describeTrace(trace, crashes)}`);
}

/** Runs so many passes, whether or not the model is done meanwhile. @throws Error with the trace where an invariant breaks */
export function runPasses<World, Observed, A extends Action>(model: CrashModel<World, Observed, A>, passes: number): World {
  const run = beginRun(model, []);
  for (let count = 0; count < passes; count += 1) run.pass();
  return run.now().world;
}

function beginRun<World, Observed, A extends Action>(model: CrashModel<World, Observed, A>, crashes: readonly CrashPoint[]) {
  const trace: string[] = [];
  let world = model.start();
  let actions = 0;
  const become = (next: World) => {
    world = next;
    const broken = model.invariant?.(world);
    if (broken !== undefined) throw new Error(`${broken}\n${describeTrace(trace, crashes)}`);
  };

  function act({ applies, step }: Plan<A>): void {
    if (model.apply !== undefined) become(model.apply(world, applies));
    for (const action of step?.actions ?? []) {
      actions += 1;
      const crash = crashes.find((point) => point.action === actions);
      trace.push(`${actions}. ${step?.rule}: ${JSON.stringify(action)}${crash === undefined ? '' : `, crash ${crash.when} it`}`);
      if (crash?.when === 'before') return;
      become(model.perform(world, action));
      if (crash !== undefined) return;
    }
  }

  return {
    now: (): ModelRun<World> => ({ world, actions, trace }),
    /** One pass of the operator, and one tick of the rest. */
    pass(): { readonly isIdle: boolean } {
      const plan = model.plan(model.observe(world));
      act(plan);
      become(model.settle(world));
      return { isIdle: plan.step === undefined };
    },
  };
}

function describeTrace(trace: readonly string[], crashes: readonly CrashPoint[]): string {
  const points = crashes.map(({ action, when }) => `${when} action ${action}`).join(', ') || 'none';
  return `crashes: ${points}\n${trace.slice(-40).join('\n')}`;
}
