import { connect, type Kube } from '@dataservices/kube';
import { waitUntil } from '../../cluster/src/wait-until.ts';
import { type ApiProxy, startApiProxy } from '../api-proxy/api-proxy.ts';
import { seededRandom } from '../seeded-random.ts';
import { Chaos } from './chaos.ts';
import { Churn } from './churn.ts';
import { every, runTogether } from './run-together.ts';
import { countOpenFiles, type Sample, type Trend, takeSample, trendOf } from './samples.ts';
import { countServerWatches } from './server-watches.ts';
import { SoakClients } from './soak-clients.ts';
import type { SoakOptions } from './soak-options.ts';
import type { SoakResult } from './soak-result.ts';

export type SoakInput = {
  readonly options: SoakOptions;
  /** Of an API server without other clients. */
  readonly kubeconfigPath: string;
  /** Ends the chaos before its time; the last calm still comes. */
  readonly signal: AbortSignal;
  readonly progress: (line: string) => void;
};

const longestStretchMs = 5 * 60_000;
const samplePeriodMs = 5000;
const restartPeriodMs = 20_000;
// The longest backoff of a watch is 60 s, and it may have to fall silent before.
const patienceMs = 150_000;
const settlingMs = 30_000;

type Bed = SoakInput & {
  readonly admin: Kube;
  readonly proxy: ApiProxy;
  readonly churn: Churn;
  readonly chaos: Chaos;
  readonly clients: SoakClients;
};

/** Lets clients follow objects that change, through a proxy that makes trouble, and tells what became of both. */
export async function runSoak(input: SoakInput): Promise<SoakResult> {
  const { options, kubeconfigPath } = input;
  const startMs = performance.now();
  const warnings = collectWarnings();
  const before = await holdings(kubeconfigPath);
  const connected = await runConnected(input);
  const after = await settled(kubeconfigPath, before);
  return {
    options,
    elapsedMs: performance.now() - startMs,
    ...connected,
    warnings: warnings(),
    openFiles: { first: before.openFiles, last: after.openFiles },
    serverWatches: { first: before.serverWatches, last: after.serverWatches },
    cpuSeconds: cpuSeconds(),
  };
}

/** All between the first connection and the last one's end. */
async function runConnected(input: SoakInput) {
  const { options, kubeconfigPath, progress } = input;
  const admin = connect({ kubeconfig: kubeconfigPath, userAgent: 'soak-admin/1.0', rateLimit: { qps: 1000, burst: 1000 } });
  const proxy = await startApiProxy({ kubeconfigPath });
  const churn = new Churn(admin, options.objects, seededRandom(options.seed));
  const chaos = new Chaos(proxy, seededRandom(options.seed + 1));
  try {
    await churn.fill();
    progress(`${churn.counts.created} objects are there; ${options.minutes} minutes of faults begin, seed ${options.seed}`);
    const clients = new SoakClients(proxy.kubeconfigPath);
    const course = await runCourse({ ...input, admin, proxy, churn, chaos, clients }).finally(() => clients.stop());
    const { reports, changes, breaches } = clients.tally;
    return {
      ...course,
      churn: churn.counts,
      troubles: Object.fromEntries(chaos.counts),
      watches: Object.fromEntries(reports),
      restarts: clients.restarts,
      changes,
      breaches,
      left: await leftAtProxy(proxy),
    };
  } finally {
    await proxy.stop();
    await admin.close();
  }
}

type Course = Pick<SoakResult, 'calmsMs' | 'differences' | 'heapBytes' | 'rssBytes' | 'clientSockets' | 'upstreamSockets'>;

/** Stretches of chaos, each with a calm after it, in which everything must come right. */
async function runCourse(bed: Bed): Promise<Course> {
  const samples: Sample[] = [];
  const calmsMs: number[] = [];
  let differences: readonly string[] = [];
  const totalMs = bed.options.minutes * 60_000;
  const stretches = Math.ceil(totalMs / longestStretchMs);
  for (let stretch = 1; stretch <= stretches && differences.length === 0 && !bed.signal.aborted; stretch += 1) {
    await runStretch(bed, totalMs / stretches, samples);
    const startMs = performance.now();
    differences = await awaitSameness(bed);
    calmsMs.push(performance.now() - startMs);
    tellProgress(bed, `stretch ${stretch} of ${stretches}`, samples);
  }
  const trend = (value: (sample: Sample) => number): Trend => trendOf(samples, value);
  return {
    calmsMs,
    differences: differences.slice(0, 20),
    heapBytes: trend(({ heapBytes }) => heapBytes),
    rssBytes: trend(({ rssBytes }) => rssBytes),
    clientSockets: trend(({ clientSockets }) => clientSockets),
    upstreamSockets: trend(({ upstreamSockets }) => upstreamSockets),
  };
}

function runStretch({ options, proxy, churn, chaos, clients, signal }: Bed, durationMs: number, samples: Sample[]): Promise<void> {
  const activities = [
    (stop: AbortSignal) => chaos.run(stop),
    (stop: AbortSignal) => churn.run(options.rate, stop),
    every(restartPeriodMs, () => clients.restart()),
    every(samplePeriodMs, () => void samples.push(takeSample(proxy))),
  ];
  return runTogether(activities, durationMs, signal);
}

/** @returns what differs when nothing has changed for long and the caches still are not exact */
async function awaitSameness({ admin, clients }: Bed): Promise<readonly string[]> {
  const isExact = async () => (await clients.differences(admin)).length === 0;
  const options = { what: 'every cache to be exact', timeoutMs: patienceMs, intervalMs: 500 };
  return waitUntil(isExact, options).then(
    () => [],
    async (error: Error) => [error.message, ...(await clients.differences(admin))],
  );
}

function tellProgress({ clients, churn, chaos, progress }: Bed, title: string, samples: readonly Sample[]): void {
  const faults = [...chaos.counts.values()].reduce((sum, count) => sum + count, 0);
  const { created, changed, deleted } = churn.counts;
  const heap = ((samples.at(-1)?.heapBytes ?? 0) / 2 ** 20).toFixed(1);
  const lists = clients.tally.reports.get('listed') ?? 0;
  progress(`${title}: ${faults} faults, ${created + changed + deleted} writes, ${lists} lists, heap ${heap} MiB`);
}

/** What the proxy still has of clients that are stopped, once it has had the time to notice. */
async function leftAtProxy(proxy: ApiProxy): Promise<SoakResult['left']> {
  const left = () => ({ watches: proxy.watches().length, sockets: proxy.openSockets().clients });
  await waitUntil(() => left().watches === 0 && left().sockets === 0, { what: 'the proxy to notice', timeoutMs: settlingMs }).catch(
    () => {},
  );
  return left();
}

type Holdings = { readonly openFiles: number; readonly serverWatches: number };

async function holdings(kubeconfigPath: string): Promise<Holdings> {
  return { serverWatches: await countServerWatches(kubeconfigPath), openFiles: countOpenFiles() };
}

/** The holdings when they are as before, or after that did not come about. */
async function settled(kubeconfigPath: string, before: Holdings): Promise<Holdings> {
  const isSettled = ({ openFiles, serverWatches }: Holdings) => openFiles <= before.openFiles && serverWatches <= before.serverWatches;
  const options = { what: 'connections to be closed', timeoutMs: settlingMs, intervalMs: 500 };
  await waitUntil(async () => isSettled(await holdings(kubeconfigPath)), options).catch(() => {});
  return holdings(kubeconfigPath);
}

function collectWarnings(): () => readonly string[] {
  const warnings: string[] = [];
  const note = ({ name, message }: Error) => void warnings.push(`${name}: ${message}`);
  process.on('warning', note);
  return () => {
    process.off('warning', note);
    return warnings;
  };
}

function cpuSeconds(): number {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1e6;
}
