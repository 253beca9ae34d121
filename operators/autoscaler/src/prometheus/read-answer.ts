import type { Answer } from '@dataservices/autoscaling';
import type { Received } from './send.ts';

type Sample = readonly [seconds: number, value: string];

type Envelope = {
  readonly status?: string;
  readonly errorType?: string;
  readonly data?: { readonly resultType?: string; readonly result?: unknown };
  readonly warnings?: readonly string[];
};

/** What Prometheus calls its errors. Nothing else of an error is passed on: it may come from whatever answers at that address. */
const errorTypes: Readonly<Record<string, string>> = {
  bad_data: 'it does not accept the query: is it PromQL?',
  execution: 'it cannot carry out the query',
  timeout: 'it took too long over the query',
  canceled: 'it gave the query up',
  unavailable: 'it is not available',
  internal: 'it failed',
  not_found: 'it does not know the query interface',
};

const mostSeries = 1000;

/** The series of an answer, or why it is none. */
export function readAnswer({ status, text, atSeconds: givenSeconds }: Received): Answer | { readonly error: string } {
  if (status >= 300 && status < 400) return { error: `the server redirects (HTTP ${status}), which is not followed` };
  const envelope = parse(text);
  if (status !== 200 || envelope?.status !== 'success') return { error: refusal(status, envelope) };
  const { data, warnings = [] } = envelope;
  const samples = samplesOf(data);
  if (samples === undefined) return { error: `the answer is a ${kindOf(data?.resultType)}, where numbers are needed` };
  if (samples.length > mostSeries) return { error: `the answer has ${samples.length} series, more than ${mostSeries}` };
  return { series: samples.map(([atSeconds, value]) => ({ atSeconds, value })), warnings, atSeconds: givenSeconds };
}

function parse(text: string): Envelope | undefined {
  try {
    return JSON.parse(text) as Envelope;
  } catch {
    return undefined;
  }
}

function refusal(status: number, envelope: Envelope | undefined): string {
  const known =
    envelope?.errorType !== undefined && Object.hasOwn(errorTypes, envelope.errorType) ? errorTypes[envelope.errorType] : undefined;
  if (known !== undefined) return `the server says that ${known} (HTTP ${status})`;
  return status === 200 ? 'the answer is not that of a Prometheus' : `the server answers with HTTP ${status}`;
}

function samplesOf(data: Envelope['data']): readonly Sample[] | undefined {
  const { resultType, result } = data ?? {};
  if (resultType === 'scalar' && isSample(result)) return [result];
  if (resultType !== 'vector' || !Array.isArray(result)) return undefined;
  const samples = result.map((series: { readonly value?: unknown } | null) => series?.value);
  return samples.every(isSample) ? samples : undefined;
}

function isSample(value: unknown): value is Sample {
  return Array.isArray(value) && typeof value[0] === 'number' && typeof value[1] === 'string';
}

function kindOf(resultType: string | undefined): string {
  return resultType === 'matrix' || resultType === 'string' || resultType === 'vector' ? resultType : 'thing of an unknown type';
}
