import type { AutoScalerSpec } from '@dataservices/api';
import { type Answer, readingOf } from '@dataservices/autoscaling';
import { type Names, substitute } from '../prometheus/substitute.ts';
import { type Matrix, rangeAnswers } from './range-answers.ts';
import type { Look } from './simulate.ts';

export type RangeInput = {
  readonly spec: AutoScalerSpec;
  readonly names: Names;
  /** Of Prometheus, with the path that it is served below. */
  readonly address: string;
  readonly authorization?: string | undefined;
  /** Seconds since the epoch. */
  readonly fromSeconds: number;
  readonly toSeconds: number;
  readonly stepSeconds: number;
};

/** Below what Prometheus gives at once, 11,000. */
const mostPoints = 10_000;

/** What an AutoScaler would have seen in the past: one look each step. @throws Error where Prometheus does not answer */
export async function askRange(input: RangeInput): Promise<readonly Look[]> {
  const { spec, fromSeconds, toSeconds, stepSeconds } = input;
  const count = Math.floor((toSeconds - fromSeconds) / stepSeconds) + 1;
  const times = Array.from({ length: count }, (_, at) => fromSeconds + at * stepSeconds);
  const answersOf = async (list: readonly { readonly name: string; readonly query: string }[]) =>
    new Map(await Promise.all(list.map(async ({ name, query }) => [name, await answers(input, query, times)] as const)));
  const [metrics, vetoes] = await Promise.all([answersOf(spec.metrics), answersOf(spec.vetoes)]);
  const answerAt = (found: ReadonlyMap<string, readonly Answer[]>, name: string, at: number) =>
    found.get(name)?.[at] ?? { error: 'nothing' };
  return times.map((atSeconds, at) => ({
    atSeconds,
    metrics: new Map(
      spec.metrics.map(({ name, target, minSeries }) => [
        name,
        readingOf(answerAt(metrics, name, at), { isSingle: target.type === 'Value', minSeries }, atSeconds),
      ]),
    ),
    vetoes: new Map(spec.vetoes.map(({ name }) => [name, readingOf(answerAt(vetoes, name, at), { isSingle: true }, atSeconds)])),
  }));
}

async function answers(input: RangeInput, query: string, times: readonly number[]): Promise<readonly Answer[]> {
  const found: Answer[] = [];
  for (let first = 0; first < times.length; first += mostPoints) {
    const part = times.slice(first, first + mostPoints);
    found.push(...rangeAnswers(await ask(input, query, part), part));
  }
  return found;
}

type Envelope = { readonly status?: string; readonly error?: string; readonly data?: { readonly result?: Matrix } };

async function ask({ address, authorization, names, stepSeconds }: RangeInput, query: string, times: readonly number[]): Promise<Matrix> {
  const form = { query: substitute(query, names), start: String(times[0]), end: String(times.at(-1)), step: String(stepSeconds) };
  const response = await fetch(`${address.replace(/\/+$/, '')}/api/v1/query_range`, {
    method: 'POST',
    body: new URLSearchParams(form),
    headers: authorization === undefined ? {} : { authorization },
  });
  const envelope = (await response.json().catch(() => ({}))) as Envelope;
  if (envelope.status !== 'success' || envelope.data?.result === undefined)
    throw new Error(`Prometheus does not answer ${query}: ${envelope.error ?? `HTTP ${response.status}`}`);
  return envelope.data.result;
}
