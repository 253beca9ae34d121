import { decide } from '@dataservices/autoscaling';
import { inputOf, loadOf, startSeconds } from '../../../libs/autoscaling/src/testing/sample-input.ts';
import { quantile } from '../runtime/operators/quantile.ts';

export type DecideFigure = {
  readonly metrics: number;
  readonly decisions: number;
  readonly p50Us: number;
  readonly p99Us: number;
};

const lookSeconds = 15;
/** After so many the engine has compiled what it will. */
const warmUp = 5_000;

/** What one decision takes that goes on from the one before, as in an operator that looks every 15 seconds, with windows as they are by default. */
export function measureDecide(metrics: number, decisions: number): DecideFigure {
  const names = Array.from({ length: metrics }, (_, at) => `load-${at}`);
  const start = inputOf({ behavior: undefined });
  let { state, conditions } = start;
  const us: number[] = [];
  for (let look = -warmUp; look < decisions; look += 1) {
    // It falls from 9 replicas' worth to 3, for as long as a window: so most of what was recommended has to be remembered.
    const loads = names.map((name, at) => loadOf(90 - ((3 * (look + warmUp) + at) % 61), name));
    const input = { ...start, metrics: loads, state, conditions, nowSeconds: startSeconds + (look + warmUp) * lookSeconds };
    const startMs = performance.now();
    const decision = decide(input);
    if (look >= 0) us.push((performance.now() - startMs) * 1000);
    ({ state, conditions } = decision);
  }
  return { metrics, decisions, p50Us: quantile(us, 0.5), p99Us: quantile(us, 0.99) };
}
