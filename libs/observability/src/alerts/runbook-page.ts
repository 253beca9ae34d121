import type { Alert, AlertGroup } from './alert.ts';
import { runbookPath } from './runbook-path.ts';

export type Page = { readonly path: string; readonly content: string };

/**
 * A page for each alert, and the list of all.
 *
 * @param mark the line that says how the pages are made
 */
export function runbookPages(groups: readonly AlertGroup[], mark: string): readonly Page[] {
  const pages = groups.flatMap(({ alerts }) => alerts.map((alert) => ({ path: runbookPath(alert.name), content: page(alert, mark) })));
  return [{ path: runbookPath('README'), content: index(groups, mark) }, ...pages];
}

function page({ name, severity, expr, for: forTime, summary, runbook }: Alert, mark: string): string {
  const { meaning, impact, look, remedy } = runbook;
  const steps = (items: readonly string[]) => items.map((item, number) => `${number + 1}. ${item}`).join('\n');
  const parts = [
    `<!-- ${mark} -->`,
    `# ${name}`,
    `Severity ${severity}; after ${forTime}. ${plain(summary)}.`,
    `## Meaning\n\n${meaning}`,
    `\`\`\`promql\n${expr}\n\`\`\``,
    `## Impact\n\n${impact}`,
    `## Where to look\n\n${steps(look)}`,
    `## What helps\n\n${remedy.map((item) => `- ${item}`).join('\n')}`,
    '[All runbooks](README.md) · [Observability](../observability.md)',
  ];
  return `${parts.join('\n\n')}\n`;
}

function index(groups: readonly AlertGroup[], mark: string): string {
  const lists = groups.map(({ title, alerts }) => {
    const items = alerts.map(({ name, severity, summary }) => `- [${name}](${name}.md), ${severity}: ${plain(summary)}`);
    return `## ${title}\n\n${items.join('\n')}`;
  });
  return `${[`<!-- ${mark} -->`, '# Runbooks', 'A page for each alert of the [chart](../observability.md#alerts).', ...lists].join('\n\n')}\n`;
}

/** Of a text for Prometheus: labels become their names. */
function plain(text: string): string {
  return text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => label.replace(/^dataservices_dev_/, '').toUpperCase())
    .replaceAll(/\{\{ \$value[^}]*\}\}/g, 'N');
}
