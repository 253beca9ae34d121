import type { Goal } from '../goals.ts';
import { megabytes, ratio, seconds } from '../runtime/report/figure-cells.ts';
import type { AutoscalerResult } from './autoscaler-result.ts';
import type { LookFigure } from './measure-many.ts';

/** Status writes of an AutoScaler in a minute; what else is written counts as well. */
export function writesEachMinute({ cost }: LookFigure, scalers: number): number {
  return (cost.writes / scalers / cost.seconds) * 60;
}

/** What the operator is meant to reach, where something was measured. */
export function autoscalerGoals({ decide, many, step }: AutoscalerResult): readonly Goal[] {
  const worstDecision = decide.length === 0 ? undefined : Math.max(...decide.map(({ p99Us }) => p99Us));
  const looks = many === undefined ? [] : [many.rest, many.moving];
  const worst = (of: (figure: LookFigure) => number) => (looks.length === 0 ? undefined : Math.max(...looks.map(of)));
  const fast = step.find(({ by, periodSeconds }) => by === 'operator' && periodSeconds === 1);
  const all = `${many?.scalers} AutoScalers`;
  const goals = [
    { what: 'a decision, p99', found: worstDecision, limit: 50, show: (us: number) => `${us.toFixed(1)} µs` },
    { what: `${all}, looks late, p99`, found: worst((figure) => figure.lateP99Seconds * 1_000), limit: 1_000, show: seconds },
    { what: `${all}, RSS`, found: worst(({ cost }) => cost.rssBytes.median), limit: 150e6, show: megabytes },
    {
      what: `${all}, writes of each in a minute`,
      found: worst((figure) => writesEachMinute(figure, many?.scalers ?? 0)),
      limit: 1,
      show: ratio,
    },
    {
      what: 'a step, p99, with a look every second',
      found: fast?.p99Ms,
      limit: ((fast?.scrapeSeconds ?? 0) + 2) * 1_000,
      show: seconds,
    },
  ];
  return goals.flatMap(({ found, ...goal }) => (found === undefined ? [] : [{ ...goal, found }]));
}
