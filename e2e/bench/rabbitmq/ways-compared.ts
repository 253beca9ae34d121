import type { CreationRow, WorkRow } from './figures.ts';

/** What the operator of this project takes or causes for each second of the vendor's, by the medians of one result. */
export type Comparison = { readonly what: string; readonly ratio: number };

type Compared = { readonly creation: readonly CreationRow[]; readonly work: readonly WorkRow[] };

/** Of everything that was measured with both. */
export function waysCompared({ creation, work }: Compared): readonly Comparison[] {
  const times = [
    ...creation.flatMap(({ way, confirmingMs, readyMs }) => [
      { way, what: 'creation, confirms', spread: confirmingMs },
      { way, what: 'creation, ready', spread: readyMs },
    ]),
    ...work.flatMap(({ name, way, gapMs, durationMs }) => [
      { way, what: `${name}, gap`, spread: gapMs },
      { way, what: `${name}, takes`, spread: durationMs },
    ]),
  ];
  return times.flatMap(({ way, what, spread: own }) => {
    const other = times.find((time) => time.way === 'cluster-operator' && time.what === what)?.spread;
    if (way !== 'dataservices' || own === undefined || other === undefined || other.median === 0) return [];
    return [{ what, ratio: own.median / other.median }];
  });
}
