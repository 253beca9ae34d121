import type { Dashboard, Panel, Recording } from '@dataservices/observability';
import { markdownTable } from '../generate/markdown-table.ts';
import { readings, readingText } from './readings.ts';

/** Of all of these, by the `uid` of their dashboard. */
export type Recordings = ReadonlyMap<string, Recording>;

/**
 * docs/dashboards.md: what each dashboard answers, what it showed where there is a recording, and what each of its panels is.
 *
 * @param mark the line that says how the page is made
 */
export function dashboardsPage(dashboards: readonly Dashboard[], recordings: Recordings, mark: string): string {
  const [some] = recordings.values();
  const parts = [
    `<!-- ${mark} -->`,
    '# Dashboards',
    'What each of the [dashboards](../charts/dataservices/files/dashboards) answers. [Observability](observability.md#dashboards) says how to get them into Grafana.',
    dashboards.map(({ title }) => `[${title}](#${anchorOf(title)})`).join(' · '),
    ...(some === undefined ? [] : [runText(some)]),
    ...dashboards.map((dashboard) => section(dashboard, recordings.get(dashboard.uid))),
    howMade,
  ];
  return `${parts.join('\n\n')}\n`;
}

function runText({ seconds, stepSeconds, events }: Recording): string {
  return `## The run in the pictures

Everything in the pictures was measured in one run of ${Math.round(seconds / 60)} minutes: a cluster of each service with three members, each with a client that writes all
the time, and an AutoScaler for the Redis. Prometheus was asked for every ${stepSeconds} s. Alerts fired after 15 s instead of their own times, so that they could be seen in
so short a run. All of it, clients and Prometheus as well, shared one small machine: look at what changes, and not at how long things take. This was done, each as soon as everything was at rest again:

${markdownTable(
  ['at', 'what'],
  events.map(({ at, what }) => [`${at} s`, what]),
)}

In the pictures these are the dotted lines. Bands are what Grafana marks on the time axis: operations of the operators in blue, alerts in red, elections and changes of size in
orange, decisions in purple. Of states, blue is yes, grey no and orange unknown; where there is no bar, there was no series.`;
}

function section(dashboard: Dashboard, recording: Recording | undefined): string {
  const { title, description, uid, rows } = dashboard;
  const panels = rows.flatMap((row) => row.panels);
  const table = markdownTable(['panel', 'what it shows, and what is normal', 'alert'], panels.map(panelRow));
  const seen = recording === undefined ? [] : [`![${title}: all panels](dashboards/${uid}.svg)`, seenText(panels, recording)];
  return [`## ${title}`, description, ...seen, `<details><summary>Its panels</summary>\n\n${table}\n\n</details>`].join('\n\n');
}

function seenText(panels: readonly Panel[], recording: Recording): string {
  const lines = (readings[recording.dashboard] ?? []).flatMap((reading) => {
    const panel = panels.find(({ title }) => title === reading.panel);
    const recorded = recording.panels.find(({ title }) => title === reading.panel);
    return panel === undefined || recorded === undefined ? [] : [`- ${readingText(reading, panel, recorded, recording)}`];
  });
  return `What can be seen (of rates and times the median, and the extremes):\n\n${lines.join('\n')}`;
}

function panelRow({ title, description, alert }: Panel): readonly string[] {
  return [title, description, alert === undefined ? '' : `[${alert}](runbooks/${alert}.md)`].map((cell) => cell.replaceAll('|', '\\|'));
}

/** As GitHub makes it of a heading. */
function anchorOf(title: string): string {
  return title.toLowerCase().replaceAll(' ', '-');
}

const howMade = `## How the pictures are made

A scenario takes a member of each cluster away and lets the AutoScaler grow one, and saves what every query of every panel gave over the whole time. Pictures and numbers of
this page are made of that, and of nothing else; \`npm test\` fails where they differ from it.

\`\`\`bash
npm run e2e -- observability --only panels
cp .results/dashboards/*.json docs/dashboards/
npm run generate
\`\`\``;
