import { faults } from '@dataservices/observability';
import { afterAll, beforeAll, test } from 'vitest';
import { waitUntil } from '../cluster/src/index.ts';
import { formatSeconds } from './format-table.ts';
import type { Fault } from './node-faults.ts';
import { operatorPods } from './operator.ts';
import { listPods } from './pod.ts';
import { askSeries } from './prometheus-object.ts';
import { type Scenario, useScenario } from './scenario.ts';
import { forbidScraping } from './scrape-config.ts';
import { alertsThatFired, alertsThatWait, runShippedAlerts } from './shipped-alerts.ts';

/** How long alerts wait here. How long they wait otherwise is held by the tests of the rules. */
const shorten = '10s';
/** Alerts look back over a quarter of an hour at most, but for those that look for a trend. */
const longestLookMs = 900_000;

export type Provocation = {
  /** Breaks it. What it returns mends it. */
  readonly inject: () => Promise<Fault>;
  /** Returns when the cluster is well again. Default: at once. */
  readonly rest?: () => Promise<unknown>;
  /** How long all of its alerts may take to fire. Default 120 s. */
  readonly timeoutMs?: number;
};

export type AlertScenario = Scenario & {
  /** Makes a test of it: what is provoked fires every alert that the list of faults has for it. */
  readonly provokes: (fault: string, provocation: Provocation) => void;
  /** The last test: nothing fires any more, once the times over which alerts look back are over. */
  readonly fallsSilent: () => void;
};

/**
 * A namespace with clusters, and a Prometheus with the shipped alerts that watches them.
 *
 * @param make makes the clusters; returns when they are at rest
 */
export function useAlerts(name: string, make: (scenario: Scenario) => Promise<unknown>): AlertScenario {
  const scenario = useScenario(`observability-alerts-${name}`, { steps: 'independent' });
  const { bed, namespace } = scenario;
  beforeAll(async () => {
    await make(scenario);
    await runShippedAlerts(bed, namespace, shorten);
    await awaitScrapes(scenario);
  }, 600_000);
  afterAll(() => forbidScraping(bed, { namespace, name: 'prometheus' }));
  return { ...scenario, provokes: (fault, how) => provoke(scenario, fault, how), fallsSilent: () => awaitSilence(scenario) };
}

/** Counters that begin with a fault have not increased: those of every member and operator have to be seen before. */
async function awaitScrapes({ bed, namespace }: Scenario): Promise<void> {
  const scraped = async () => {
    const members = await listPods(bed.kube, namespace, 'app.kubernetes.io/part-of=dataservices');
    const measured = members.filter(({ spec }) => spec.containers?.some(({ ports }) => ports?.some((port) => port.name === 'metrics')));
    const series = await askSeries(bed, namespace, 'count by (pod) (count_over_time(up{namespace!=""}[2m]) >= 3)');
    const seen = new Set(series.map(({ metric }) => metric.pod));
    return [...measured, ...(await operatorPods(bed))].every(({ metadata }) => seen.has(metadata.name));
  };
  await waitUntil(scraped, { what: 'three scrapes of every member and operator', timeoutMs: 120_000, intervalMs: 1000 });
}

function provoke(scenario: Scenario, fault: string, { inject, rest, timeoutMs = 120_000 }: Provocation): void {
  const { bed, namespace, figure } = scenario;
  const fires = alertsOf(fault);
  test(fault, { timeout: timeoutMs + 900_000 }, async () => {
    const before = await alertsWhenSilent(scenario, fires);
    const startMs = performance.now();
    const seconds = () => (performance.now() - startMs) / 1000;
    const { heal } = await inject();
    const after = new Map<string, string>();
    try {
      const haveFired = async () => {
        for (const name of await alertsThatFired(bed, namespace, seconds()))
          if (!after.has(name)) after.set(name, `${seconds().toFixed(0)} s`);
        return fires.every((name) => after.has(name));
      };
      await waitUntil(haveFired, { what: fires.join(', '), timeoutMs, intervalMs: 1000, explain: () => `fired: ${tell([...after])}` });
    } finally {
      await heal();
    }
    await rest?.();
    figure(fault, tell([...after].filter(([name]) => fires.includes(name))));
    const others = [...(await alertsThatFired(bed, namespace, seconds()))].filter((name) => !fires.includes(name) && !before.has(name));
    figure(`${fault}: others, shortened as they are`, others.join(', ') || 'none');
  });
}

/** What fires of others once none of these does, nor is about to: one of them may still be for what was provoked before. */
async function alertsWhenSilent({ bed, namespace }: Scenario, fires: readonly string[]): Promise<ReadonlySet<string>> {
  const othersAlone = async () => {
    const [firing, waiting] = await Promise.all([alertsThatFired(bed, namespace), alertsThatWait(bed, namespace)]);
    return !fires.some((name) => firing.has(name) || waiting.has(name)) && firing;
  };
  return waitUntil(othersAlone, { what: `${fires.join(', ')} to be silent`, timeoutMs: 360_000, intervalMs: 1000 });
}

function tell(fired: readonly (readonly [string, string])[]): string {
  return fired.map(([name, after]) => `${name} ${after}`).join(', ') || 'nothing';
}

function awaitSilence({ bed, namespace, figure }: Scenario): void {
  test('all fall silent', { timeout: longestLookMs + 60_000 }, async () => {
    const startMs = performance.now();
    const isSilent = async () => (await alertsThatFired(bed, namespace)).size === 0;
    const explain = async () => [...(await alertsThatFired(bed, namespace))].join(', ');
    await waitUntil(isSilent, { what: 'no alert to fire', timeoutMs: longestLookMs, intervalMs: 2000, explain });
    figure('all fall silent', formatSeconds(performance.now() - startMs, 0));
  });
}

function alertsOf(fault: string): readonly string[] {
  const found = faults.find((listed) => listed.fault === fault);
  if (found === undefined || found.unseen !== undefined) throw new Error(`the list of faults has no such one that is provoked: ${fault}`);
  return found.fires;
}
