/** The name of a series, as Grafana makes it of a legend such as `{{pod}} leads`. A label that it lacks leaves nothing. */
export function formatLegend(template: string, labels: Readonly<Record<string, string>>): string {
  return template.replaceAll(/\{\{\s*(\w+)\s*\}\}/g, (_, label: string) => labels[label] ?? '').trim();
}
