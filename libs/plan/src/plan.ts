import type { KubeObject, StoredObject } from './kube-object.ts';

/** One thing to do, as data. Every operator closes this over its own union and switches over it exhaustively. */
export type Action = { readonly kind: string };

/**
 * What one rule wants done in this pass.
 *
 * `rule` is stable: it is the Event reason, the log key and the metric label. `reason` is one sentence for a person.
 */
export type Step<A extends Action = Action> = {
  readonly rule: string;
  readonly reason: string;
  readonly actions: readonly A[];
  readonly requeueAfterMs?: number;
};

/** The whole decision of one pass: harmless applies (always run) and at most one step. */
export type Plan<A extends Action = Action> = {
  /** Made where they are absent and never changed afterwards, such as generated passwords. Before the applies. */
  readonly creates?: readonly KubeObject[];
  readonly applies: readonly KubeObject[];
  /** Own objects that are no longer wanted; deleted by their uid. */
  readonly prunes?: readonly StoredObject[];
  readonly step?: Step<A>;
  readonly requeueAfterMs?: number;
  /** What would be done if this were not a dry run; see `previewed`. */
  readonly preview?: Omit<Plan<A>, 'requeueAfterMs' | 'preview'>;
};

/** A named decision. It fires by returning a step; it must be pure, total and quick. */
export type Rule<O, A extends Action = Action> = (observed: O) => Step<A> | undefined;

/** The step of the first rule that fires; later rules are not asked. */
export function firstMatch<O, A extends Action>(rules: readonly Rule<O, A>[], observed: O): Step<A> | undefined {
  for (const rule of rules) {
    const step = rule(observed);
    if (step !== undefined) return step;
  }
  return undefined;
}
