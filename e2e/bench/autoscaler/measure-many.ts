import { setTimeout as delay } from 'node:timers/promises';
import { type PrometheusServer, startPrometheus } from '../../../libs/testing/src/prometheus-server.ts';
import { allSeen, gentleMs } from '../runtime/operators/all-seen.ts';
import { type AtRest, measureAtRest } from '../runtime/operators/measure-at-rest.ts';
import type { OperatorBench } from '../runtime/operators/operator-bench.ts';
import { type OperatorInput, type OperatorProcess, withOperator } from '../runtime/operators/operator-process.ts';
import { sumOfMetric } from '../runtime/operators/sum-of-metric.ts';
import { boundOf, histogramSince, readHistogram, totalOf } from './histogram.ts';
import { createAutoscalers, createTargets, firstSize, loadOfCluster } from './scaled-objects.ts';
import { scalerInput } from './scaler-bench.ts';

/** What looks at many AutoScalers cost, counted for some time. */
export type LookFigure = {
  readonly cost: AtRest;
  readonly looks: number;
  /** By how much looks begin later than they are due: the bound of the histogram's bucket, which is more than what was measured. */
  readonly lateP50Seconds: number;
  readonly lateP99Seconds: number;
  readonly queriesPerSecond: number;
  readonly failedQueries: number;
};

export type ManyFigure = {
  readonly scalers: number;
  readonly periodSeconds: number;
  readonly rest: LookFigure;
  /** While every metric has another value at each look, none of which asks for another size. */
  readonly moving: LookFigure;
};

const namespace = 'bench-many';
/** That of the operator unless it is told another. */
const periodSeconds = 15;
const scrapeMs = 5_000;

/** So many AutoScalers, each with a target and a query of its own, by an operator that has nothing else to do. */
export async function measureMany(bench: OperatorBench, scalers: number, seconds: number): Promise<ManyFigure> {
  const prometheus = await startPrometheus({ scrapeMs });
  try {
    setLoads(prometheus, scalers, () => firstSize);
    await createTargets(bench.kube, namespace, scalers);
    await createAutoscalers(bench.kube, namespace, scalers);
    // All have been scraped before anybody asks.
    await delay(2 * scrapeMs);
    const input = scalerInput(bench, namespace, { prometheusPort: prometheus.port, periodSeconds });
    return await withOperator(input, async (operator) => {
      await allSeen(operator, scalers, gentleMs);
      await delay(periodSeconds * 1_000);
      const rest = await measureLooks(bench, operator, input, seconds);
      // By less than the tolerance of a tenth, each way.
      const move = setInterval(() => setLoads(prometheus, scalers, () => firstSize * (0.95 + Math.random() / 10)), scrapeMs);
      try {
        return { scalers, periodSeconds, rest, moving: await measureLooks(bench, operator, input, seconds) };
      } finally {
        clearInterval(move);
      }
    });
  } finally {
    await prometheus.stop();
  }
}

function setLoads({ exporter }: PrometheusServer, count: number, replicas: () => number): void {
  exporter.set(Object.fromEntries(Array.from({ length: count }, (_, at) => loadOfCluster(at, replicas()))));
}

async function measureLooks(
  { kube }: OperatorBench,
  operator: OperatorProcess,
  input: OperatorInput,
  seconds: number,
): Promise<LookFigure> {
  const [startMs, before] = [performance.now(), await countersOf(operator)];
  const cost = await measureAtRest(kube, operator, input, seconds);
  const [endMs, after] = [performance.now(), await countersOf(operator)];
  expectSameProcess(before.startedSeconds, after.startedSeconds);
  const late = histogramSince(before.late, after.late);
  return {
    cost,
    looks: totalOf(late),
    lateP50Seconds: boundOf(late, 0.5),
    lateP99Seconds: boundOf(late, 0.99),
    queriesPerSecond: ((after.queries - before.queries) / (endMs - startMs)) * 1_000,
    failedQueries: after.failed - before.failed,
  };
}

async function countersOf({ metricsText }: OperatorProcess) {
  const text = await metricsText();
  return {
    startedSeconds: sumOfMetric(text, /^process_start_time_seconds /),
    late: readHistogram(text, 'autoscaler_decision_lag_seconds'),
    queries: totalOf(readHistogram(text, 'autoscaler_query_seconds')),
    failed: sumOfMetric(text, /^autoscaler_query_errors_total /),
  };
}

/** An operator that gets too little of the processor to renew its Lease begins anew, and with it its counters. @throws Error that says so */
export function expectSameProcess(beforeSeconds: number, afterSeconds: number): void {
  if (beforeSeconds !== afterSeconds)
    throw new Error('the operator has lost its Lease and begun anew, so nothing was measured: leave the machine alone meanwhile');
}
