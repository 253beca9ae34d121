import type { Behavior, Recommendation } from '../hpa/types.ts';

export type KeepInput = {
  readonly recommendations: readonly Recommendation[];
  readonly behavior: Behavior | undefined;
  /** Of a behavior that there is not. */
  readonly downscaleStabilizationSeconds: number;
  readonly nowSeconds: number;
};

/** Of each kind: with more, two that follow each other become one that holds the size for longer. */
const mostOfAKind = 120;

/**
 * The recommendations that any later look may depend on, oldest first: windows ask for their highest and their lowest only, and what is
 * followed by a higher one is never the highest again. That keeps a status small, and changes no decision.
 */
export function keepRecommendations(input: KeepInput): readonly Recommendation[] {
  const { recommendations, behavior, downscaleStabilizationSeconds, nowSeconds } = input;
  const downSeconds = behavior?.scaleDown.stabilizationWindowSeconds ?? downscaleStabilizationSeconds;
  const upSeconds = behavior?.scaleUp.stabilizationWindowSeconds ?? 0;
  const within = (seconds: number) => recommendations.filter(({ atSeconds }) => nowSeconds - atSeconds <= seconds);
  const highest = thinned(standing(within(downSeconds), (later, earlier) => later >= earlier));
  const lowest = thinned(standing(upSeconds > 0 ? within(upSeconds) : [], (later, earlier) => later <= earlier));
  const all = [...highest, ...lowest.filter((low) => !highest.some((high) => isSame(high, low)))];
  return all.sort((a, b) => a.atSeconds - b.atSeconds || a.replicas - b.replicas);
}

/** Those that no later one makes needless. */
function standing(list: readonly Recommendation[], hides: (later: number, earlier: number) => boolean): readonly Recommendation[] {
  const kept: Recommendation[] = [];
  for (const one of list) {
    for (let last = kept.at(-1); last !== undefined && hides(one.replicas, last.replicas); last = kept.at(-1)) kept.pop();
    kept.push(one);
  }
  return kept;
}

/** Of two, the more demanding value at the later time. */
function thinned(list: readonly Recommendation[]): readonly Recommendation[] {
  if (list.length <= mostOfAKind) return list;
  const pairs = list.flatMap((one, at) => {
    if (at % 2 === 1) return [];
    return [{ replicas: one.replicas, atSeconds: list[at + 1]?.atSeconds ?? one.atSeconds }];
  });
  return thinned(pairs);
}

function isSame(a: Recommendation, b: Recommendation): boolean {
  return a.replicas === b.replicas && a.atSeconds === b.atSeconds;
}
