/** The operator's process is dead: nothing that it goes on to ask for is heard. */
export class OperatorDied extends Error {
  override readonly name = 'OperatorDied';
  readonly code = 'OperatorDied';
}

/** Effects are counted from 1, over all lives of the operator. */
export type EffectCrash = { readonly effect: number; readonly when: 'before' | 'after' };

/** All that the operator brings about passes here, one by one, so that it can die at any of them. */
export type Effects = {
  readonly count: number;
  readonly isDead: boolean;
  /** What was done, one line each. */
  readonly trace: string[];
  run<T>(title: string, effect: () => Promise<T> | T): Promise<T>;
  revive(): void;
};

export function countEffects(crashes: readonly EffectCrash[]): Effects {
  const trace: string[] = [];
  let count = 0;
  let isDead = false;

  function dieIf(isDue: boolean): void {
    if (!isDue) return;
    isDead = true;
    trace.push('the operator dies');
    throw new OperatorDied('the operator was killed');
  }

  return {
    get count() {
      return count;
    },
    get isDead() {
      return isDead;
    },
    trace,
    async run(title, effect) {
      if (isDead) throw new OperatorDied('the operator was killed');
      count += 1;
      const crash = crashes.find((point) => point.effect === count);
      dieIf(crash?.when === 'before');
      trace.push(title);
      const result = await effect();
      dieIf(crash?.when === 'after');
      return result;
    },
    revive() {
      isDead = false;
    },
  };
}
