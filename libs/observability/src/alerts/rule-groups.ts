import type { AlertGroup } from './alert.ts';
import { runbookPath } from './runbook-path.ts';

/** A group of rules as Prometheus reads it, from a file or from the spec of a PrometheusRule. */
export type RuleGroup = {
  readonly name: string;
  readonly rules: readonly {
    readonly alert: string;
    readonly expr: string;
    readonly for: string;
    readonly labels: Readonly<Record<string, string>>;
    readonly annotations: Readonly<Record<string, string>>;
  }[];
};

export function ruleGroups(groups: readonly AlertGroup[]): readonly RuleGroup[] {
  return groups.map(({ name, alerts }) => ({
    name: `dataservices-${name}`,
    rules: alerts.map((alert) => ({
      alert: alert.name,
      expr: alert.expr,
      for: alert.for,
      labels: { severity: alert.severity },
      annotations: { summary: alert.summary, description: alert.description, runbook_url: runbookPath(alert.name) },
    })),
  }));
}
