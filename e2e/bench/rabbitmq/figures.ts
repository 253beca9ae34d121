import type { Spread } from '../../src/statistics.ts';
import { lossesOf, spreadsOf } from '../report-cells.ts';
import { type RabbitmqResult, type Way, type WorkName, ways, workNames } from './rabbitmq-result.ts';
import { waysCompared } from './ways-compared.ts';
import type { WorkFigure } from './work-figure.ts';

const workFields = ['durationMs', 'gapMs', 'restarts', 'failed', 'repeated', 'newLeaders', 'newConnections', 'load'] as const;
const creationFields = ['confirmingMs', 'readyMs', 'load'] as const;

/** What repetitions of one thing have shown. Where `lost` says nothing, consumers could not be waited for. */
function figuresOf(runs: readonly WorkFigure[]) {
  return { ...spreadsOf(workFields, runs), ...lossesOf(runs) };
}

export type WorkRow = ReturnType<typeof figuresOf> & { readonly name: WorkName; readonly way: Way; readonly runs: number };

export type CreationRow = Readonly<Record<(typeof creationFields)[number], Spread | undefined>> & {
  readonly way: Way;
  readonly runs: number;
};

/** The figures of a result, without its repetitions. */
export function summarize(result: RabbitmqResult) {
  const creation = ways.flatMap((way): readonly CreationRow[] => {
    const runs = result.creation[way] ?? [];
    return runs.length === 0 ? [] : [{ way, runs: runs.length, ...spreadsOf(creationFields, runs) }];
  });
  const work = workNames.flatMap((name) =>
    ways.flatMap((way): readonly WorkRow[] => {
      const runs = result.work[name]?.[way] ?? [];
      return runs.length === 0 ? [] : [{ name, way, runs: runs.length, ...figuresOf(runs) }];
    }),
  );
  return { machine: result.machine, creation, work, compared: waysCompared({ creation, work }) };
}
