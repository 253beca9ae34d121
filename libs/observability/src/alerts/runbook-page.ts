import type { Alert, AlertGroup } from './alert.ts';
import { type Fault, faults } from './faults.ts';
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
  const parts = [
    `<!-- ${mark} -->`,
    '# Runbooks',
    'A page for each alert of the [chart](../observability.md#alerts). From what goes wrong to the alert: [at the end](#which-fault-fires-what).',
    ...lists,
    `## Which fault fires what\n\n${faultIntroduction}\n\n${faults.map(faultLine).join('\n')}`,
  ];
  return `${parts.join('\n\n')}\n`;
}

const faultIntroduction =
  'By the rules and how long each of them waits: what is healed before that fires nothing, and what lasts fires all of them, in this order. A cluster at rest fires none. Scenarios provoke each of these faults on a cluster and see all of its alerts fire, with shorter waits, but where a line says why not.';

function faultLine({ fault, fires, note, unseen }: Fault): string {
  const links = fires.map((name) => `[${name}](${name}.md)`).join(', ');
  const notes = [note, unseen && `Not provoked on a cluster: ${unseen}.`].filter((text) => text !== undefined);
  return [`- ${fault}: ${links || 'nothing'}.`, ...notes].join(' ');
}

/** Of a text for Prometheus: labels become their names. */
function plain(text: string): string {
  return text
    .replaceAll(/\{\{ \$labels\.(\w+) \}\}/g, (_, label: string) => label.replace(/^dataservices_dev_/, '').toUpperCase())
    .replaceAll(/\{\{ \$value[^}]*\}\}/g, 'N');
}
