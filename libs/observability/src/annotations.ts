import type { Annotation } from './dashboard.ts';

/** What the operator does with a cluster of a kind, from its status. */
export function operationsOf(kind: string): Annotation {
  return {
    name: 'Operations',
    color: 'blue',
    expr: `max by (operation) (operator_resource_operation{kind="${kind}",namespace="$namespace",name="$cluster"})`,
    legend: '{{operation}}',
  };
}

/** Alerts about what the dashboard shows. */
export const alertsOfNamespace: Annotation = {
  name: 'Alerts',
  color: 'red',
  expr: 'max by (alertname, severity) (ALERTS{alertstate="firing",namespace="$namespace",severity!="info"})',
  legend: '{{alertname}} ({{severity}})',
};
