import { alertGroups, ruleGroups } from '@dataservices/observability';
import { operator } from './operator.ts';
import { askSeries, startPrometheus } from './prometheus-object.ts';
import { permitScraping, scrapeConfig } from './scrape-config.ts';
import type { TestBed } from './test-bed.ts';

/**
 * Runs a Prometheus that scrapes all clusters of a namespace, the operators and the kubelets, with the shipped alerts. `forbidScraping` takes away
 * what is not in the namespace.
 *
 * @param shorten every alert that waits does so for this long instead of its own time: what takes a quarter of an hour otherwise can be awaited
 */
export async function runShippedAlerts(bed: TestBed, namespace: string, shorten: string): Promise<void> {
  const account = { namespace, name: 'prometheus' };
  await permitScraping(bed, account);
  const groups = ruleGroups(alertGroups).map((group) => ({
    ...group,
    rules: group.rules.map((rule) => ({ ...rule, for: rule.for === '0s' ? rule.for : shorten })),
  }));
  // JSON is YAML.
  const files = { 'prometheus.yml': JSON.stringify(scrapeConfig(namespace)), 'alerts.yml': JSON.stringify({ groups }) };
  await startPrometheus(bed, account, files, account.name);
}

/**
 * The names of the alerts about a namespace, and about the operators, that fire now, or have within the last seconds.
 *
 * @param withinSeconds at least one
 */
export async function alertsThatFired(bed: TestBed, namespace: string, withinSeconds?: number): Promise<ReadonlySet<string>> {
  const firing = alertsAbout(namespace, 'firing');
  return alertNames(bed, namespace, withinSeconds === undefined ? firing : `count_over_time(${firing}[${Math.ceil(withinSeconds)}s])`);
}

/** The same of those that would fire if nothing changed. */
export function alertsThatWait(bed: TestBed, namespace: string): Promise<ReadonlySet<string>> {
  return alertNames(bed, namespace, alertsAbout(namespace, 'pending'));
}

/** Operators tell of the clusters of others as well. */
function alertsAbout(namespace: string, state: 'firing' | 'pending'): string {
  return `ALERTS{alertstate="${state}",namespace=~"|${namespace}|${operator.namespace}"}`;
}

async function alertNames(bed: TestBed, namespace: string, promql: string): Promise<ReadonlySet<string>> {
  const series = await askSeries(bed, namespace, `count by (alertname) (${promql})`);
  return new Set(series.map(({ metric }) => metric.alertname ?? ''));
}
