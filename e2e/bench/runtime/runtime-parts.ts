/** How much is measured. */
export type Size = {
  readonly repetitions: number;
  /** Of the queue. */
  readonly operations: number;
  readonly pods: number;
  readonly requests: number;
  /** Custom resources of the operator, in turn. */
  readonly scales: readonly number[];
  /** Custom resources that there are while changes and take-overs are measured. */
  readonly objects: number;
  readonly restSeconds: number;
  readonly changes: number;
  readonly changesPerSecond: number;
  readonly cleanTakeOvers: number;
  readonly kills: number;
};

export const sizes: { readonly whole: Size; readonly quick: Size } = {
  whole: {
    repetitions: 3,
    operations: 1_000_000,
    pods: 10_000,
    requests: 1_000,
    scales: [1, 200, 1_000],
    objects: 200,
    restSeconds: 60,
    changes: 500,
    changesPerSecond: 10,
    cleanTakeOvers: 8,
    kills: 3,
  },
  quick: {
    repetitions: 1,
    operations: 100_000,
    pods: 1_000,
    requests: 200,
    scales: [1, 50],
    objects: 50,
    restSeconds: 10,
    changes: 50,
    changesPerSecond: 10,
    cleanTakeOvers: 1,
    kills: 1,
  },
};

const partNames = ['queue', 'reads', 'idle', 'scale', 'changes', 'take-over'] as const;
export type PartName = (typeof partNames)[number];

/**
 * @param only names with commas between them; anything else stands for all
 * @throws Error that says what there is
 */
export function chosenParts(only: string | boolean | undefined): readonly PartName[] {
  if (typeof only !== 'string') return partNames;
  return only.split(',').map((wanted) => {
    const part = partNames.find((name) => name === wanted.trim());
    if (part === undefined) throw new Error(`there is no part '${wanted}': --only takes some of ${partNames.join(', ')}`);
    return part;
  });
}
