import type { AutoScaler } from '@dataservices/api';
import { type Reading, type ReadingRules, readingOf } from '@dataservices/autoscaling';
import type { Observed } from '../observed.ts';
import type { PrometheusPort, Server } from '../prometheus/port.ts';
import { substitute } from '../prometheus/substitute.ts';

export type ReadingsInput = {
  readonly scaler: AutoScaler;
  readonly server: Server | { readonly error: string };
  readonly prometheus: PrometheusPort;
  /** Seconds since the epoch. */
  readonly nowSeconds: () => number;
};

/** The answers to all queries of an AutoScaler. */
export async function readingsOf(input: ReadingsInput): Promise<Pick<Observed, 'metrics' | 'vetoes' | 'usedRatio'>> {
  const { metrics, vetoes, storage } = input.scaler.spec;
  const single = { isSingle: true };
  const [metricReadings, vetoReadings, usedRatio] = await Promise.all([
    byName(metrics, ({ query, target, minSeries, maxAgeSeconds }) =>
      read(input, query, { isSingle: target.type === 'Value', minSeries, maxAgeSeconds }),
    ),
    byName(vetoes, ({ query }) => read(input, query, single)),
    storage === undefined ? undefined : read(input, storage.usedRatioQuery, single),
  ]);
  return { metrics: metricReadings, vetoes: vetoReadings, ...(usedRatio !== undefined && { usedRatio }) };
}

async function byName<T extends { readonly name: string }>(
  list: readonly T[],
  reading: (one: T) => Promise<Reading>,
): Promise<ReadonlyMap<string, Reading>> {
  return new Map(await Promise.all(list.map(async (one) => [one.name, await reading(one)] as const)));
}

async function read({ scaler, server, prometheus, nowSeconds }: ReadingsInput, query: string, rules: ReadingRules): Promise<Reading> {
  if ('error' in server) return server;
  const names = { namespace: scaler.metadata.namespace, name: scaler.spec.scaleTargetRef.name };
  const answer = await prometheus.ask(server, { promql: substitute(query, names), maxAgeSeconds: rules.maxAgeSeconds });
  return readingOf(answer, rules, nowSeconds());
}
